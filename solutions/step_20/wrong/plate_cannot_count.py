# ---
# title: A plate that cannot be run over
# wrong: "__iter__ returns a range, which is no iterator (as in Pyro's own minipyro)."
# caught_by: [plate_expands]
# hint: >-
#   Try a `for` loop over a plate. What `__iter__` returns has to be an iterator; a range can only make one.
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
        shape = list(msg["fn"].batch_shape)
        shape = [1] * (-self.dim - len(shape)) + shape
        if shape[self.dim] not in (1, self.size):
            raise ValueError(f"plate {self.name}: the site {msg['name']} does not fit")
        shape[self.dim] = self.size
        msg["fn"] = msg["fn"].expand(shape)

    def __iter__(self):
        return range(self.size)
