# ---
# title: All encoders share one network
# wrong: >-
#   The network is made once, outside of __init__.
# caught_by: [encoder_learns]
# hint: >-
#   Training one of your encoders changes the others, too. When is the network made: with each encoder, or once for
#   all?
# unnoticed: >-
#   The visible check makes encoders one after the other, and looks at what each has learnt, not at the others.
# ---

# %% grade_id="encoder"
NETWORK = torch.nn.Linear(2, 1)


class Encoder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = NETWORK
        self.log_scale = torch.nn.Parameter(torch.zeros(()))

    def forward(self, y, mu):
        both = torch.stack(torch.broadcast_tensors(y, mu), dim=-1)
        loc = self.linear(both).squeeze(-1)
        return loc, self.log_scale.exp().expand(loc.shape)
