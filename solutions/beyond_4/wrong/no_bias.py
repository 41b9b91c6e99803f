# ---
# title: A line through the origin
# wrong: >-
#   The network has no bias.
# caught_by: [encoder_learns]
# hint: >-
#   Your lines all go through the origin: a reading and a mu of nought always give nought. What does a line have
#   besides its slopes?
# ---

# %% grade_id="encoder"
class Encoder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(2, 1, bias=False)
        self.log_scale = torch.nn.Parameter(torch.zeros(()))

    def forward(self, y, mu):
        both = torch.stack(torch.broadcast_tensors(y, mu), dim=-1)
        loc = self.linear(both).squeeze(-1)
        return loc, self.log_scale.exp().expand(loc.shape)
