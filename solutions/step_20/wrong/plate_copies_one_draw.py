# ---
# title: One draw, many copies
# wrong: The value is drawn once and then expanded, so that all entries are equal.
# caught_by: [plate_expands, plate_nested, plate_refuses]
# hint: >-
#   Are the entries of a draw in your plate different numbers? Independent draws come from an expanded
#   distribution, not from an expanded draw.
# ---

# %% grade_id="plate"
class plate(Messenger):
    def __init__(self, name, size, dim=None):
        super().__init__()
        self.name, self.size, self.wanted_dim = name, size, dim

    def __enter__(self):
        taken = [handler.dim for handler in STACK if isinstance(handler, plate)]
        self.dim = self.wanted_dim
        if self.dim is None:
            self.dim = -1
            while self.dim in taken:
                self.dim -= 1
        if self.dim in taken:
            raise ValueError(f"plate {self.name}: the dim {self.dim} is taken")
        return super().__enter__()

    def process_message(self, msg):
        if msg["type"] != "sample":
            return
        if msg["value"] is None:
            msg["value"] = draw(msg["fn"])
        shape = list(msg["fn"].batch_shape)
        shape = [1] * (-self.dim - len(shape)) + shape
        if shape[self.dim] not in (1, self.size):
            raise ValueError(f"plate {self.name}: the site {msg['name']} does not fit")
        shape[self.dim] = self.size
        msg["fn"] = msg["fn"].expand(shape)
        if not msg["is_observed"]:
            msg["value"] = msg["value"].expand(msg["fn"].batch_shape + msg["fn"].event_shape)

    def __iter__(self):
        return iter(range(self.size))
