# ---
# title: Every plate takes the last dim
# wrong: With dim=None a plate takes the dim -1, even inside another plate that has it.
# caught_by: [plate_nested]
# hint: >-
#   Draw in a plate inside a plate. Which dim does the inner one take when the outer one has the last?
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
            return super().__enter__()
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
