# ---
# title: A refused plate stays on the stack
# wrong: The plate steps on the stack before it looks whether its dim is free; when it raises, __exit__ is never called.
# caught_by: [plate_refuses]
# hint: >-
#   Python calls `__exit__` only if `__enter__` came to its end. What is on the stack after a plate was refused?
# ---

# %% grade_id="plate"
class plate(Messenger):
    def __init__(self, name, size, dim=None):
        super().__init__()
        self.name, self.size, self.wanted_dim = name, size, dim

    def __enter__(self):
        super().__enter__()
        taken = [handler.dim for handler in STACK[:-1] if isinstance(handler, plate)]
        self.dim = self.wanted_dim
        if self.dim is None:
            self.dim = -1
            while self.dim in taken:
                self.dim -= 1
        if self.dim in taken:
            raise ValueError(f"plate {self.name}: the dim {self.dim} is taken")
        return self

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
