# ---
# title: plate does nothing
# wrong: The distributions inside a plate are not expanded.
# caught_by: [plate_expands, plate_nested, plate_refuses]
# hint: >-
#   What shape has a draw inside your plate? The distribution in the message can be replaced before the draw.
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
        pass

    def __iter__(self):
        return iter(range(self.size))
