# ---
# title: The encoder sees the mean of the batch
# wrong: >-
#   The readings are centred on the mean of their batch: a guess depends on who else is in it.
# caught_by: [encoder_learns]
# hint: >-
#   The guess for one reading changes with the others in its batch. Try it: ask your encoder for one reading alone,
#   and for the same among others.
# ---

# %% grade_id="encoder"
class Encoder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(2, 1)
        self.log_scale = torch.nn.Parameter(torch.zeros(()))

    def forward(self, y, mu):
        both = torch.stack(torch.broadcast_tensors(y - y.mean(), mu), dim=-1)
        loc = self.linear(both).squeeze(-1)
        return loc, self.log_scale.exp().expand(loc.shape)
