# ---
# title: The encoder does not look at the readings
# wrong: >-
#   Zeros go into the network where the readings should.
# caught_by: [encoder_learns]
# hint: >-
#   Two very different readings get the same guess from your encoder. What goes into its network?
# ---

# %% grade_id="encoder"
class Encoder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(2, 1)
        self.log_scale = torch.nn.Parameter(torch.zeros(()))

    def forward(self, y, mu):
        both = torch.stack(torch.broadcast_tensors(0 * y, mu), dim=-1)
        loc = self.linear(both).squeeze(-1)
        return loc, self.log_scale.exp().expand(loc.shape)
