# ---
# title: The dim is the number of plates around
# wrong: With dim=None the plates around are counted; the dims that they really have are not looked at.
# caught_by: [plate_nested]
# hint: >-
#   Put a plate without a dim into one that was given a dim farther left. Which dim is the rightmost that is
#   still free?
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
            self.dim = -1 - len(taken)
        if self.dim in taken:
            raise ValueError(f"plate {self.name}: the dim {self.dim} is taken")
        return super().__enter__()

    def process_message(self, msg):
        if msg["type"] != "sample":
            return
        shape = list(msg["fn"].batch_shape)
        shape = [1] * (-self.dim - len(shape)) + shape
        if shape[self.dim] not in (1, self.size):
            raise ValueError(f"plate {self.name}: the site {msg['name']} does not fit")
        shape[self.dim] = self.size
        msg["fn"] = msg["fn"].expand(shape)

    def __iter__(self):
        return iter(range(self.size))
