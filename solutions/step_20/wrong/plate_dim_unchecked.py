# ---
# title: Two plates share a dim
# wrong: A dim that is given is not compared with those of the plates around.
# caught_by: [plate_refuses]
# hint: >-
#   What happens to a site in two plates that want the same dim? Look who has it before you take it.
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
