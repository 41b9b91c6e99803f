# ---
# title: The encoder does not look at mu
# wrong: >-
#   Only the reading goes into the network.
# caught_by: [encoder_learns]
# hint: >-
#   Your encoder guesses the same whatever mu is. The exact line of section 3 leans on mu as well.
# ---

# %% grade_id="encoder"
class Encoder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(1, 1)
        self.log_scale = torch.nn.Parameter(torch.zeros(()))

    def forward(self, y, mu):
        y, _ = torch.broadcast_tensors(y, mu)
        loc = self.linear(y.unsqueeze(-1)).squeeze(-1)
        return loc, self.log_scale.exp().expand(loc.shape)
