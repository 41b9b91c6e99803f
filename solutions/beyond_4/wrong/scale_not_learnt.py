# ---
# title: The scale cannot be learnt
# wrong: >-
#   It is a plain number, no parameter.
# caught_by: [encoder_learns]
# hint: >-
#   Your scale never moves, however long one trains. Which attributes of a module does an optimiser find?
# ---

# %% grade_id="encoder"
class Encoder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(2, 1)
        self.log_scale = torch.zeros(())

    def forward(self, y, mu):
        both = torch.stack(torch.broadcast_tensors(y, mu), dim=-1)
        loc = self.linear(both).squeeze(-1)
        return loc, self.log_scale.exp().expand(loc.shape)
