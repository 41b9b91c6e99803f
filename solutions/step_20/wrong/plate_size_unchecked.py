# ---
# title: A size that does not fit is not noticed
# wrong: "The size along the plate's dim is never compared; PyTorch's own error comes instead."
# caught_by: [plate_refuses]
# hint: >-
#   PyTorch complains about an expansion that cannot be done, but its error does not know your plates and sites.
#   Look at the size yourself.
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
        shape[self.dim] = self.size
        msg["fn"] = msg["fn"].expand(shape)

    def __iter__(self):
        return iter(range(self.size))
