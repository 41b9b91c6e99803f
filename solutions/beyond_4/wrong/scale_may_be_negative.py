# ---
# title: The scale is a raw number
# wrong: >-
#   The network's second output is used as it is, and may be negative.
# caught_by: [encoder_learns]
# hint: >-
#   A network gives any number, and a scale has to be positive. Which function makes every number positive?
# ---

# %% grade_id="encoder"
class Encoder(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = torch.nn.Linear(2, 2)

    def forward(self, y, mu):
        both = torch.stack(torch.broadcast_tensors(y, mu), dim=-1)
        loc, scale = self.linear(both).unbind(-1)
        return loc, scale
