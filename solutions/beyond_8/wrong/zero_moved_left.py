# ---
# title: The zero is moved to the other side
# wrong: >-
#   a - shift b in the place of a + shift b.
# caught_by: [recentre_exact]
# hint: >-
#   The new a is the height of the line at the new zero, which lies to the right of the old one. Draw a rising line:
#   is it higher or lower there?
# ---

# %% grade_id="line"
def learn(belief: Belief, x: torch.Tensor, y: torch.Tensor, noise: float) -> Belief:
    mean, covariance = belief
    precision = torch.linalg.inv(covariance)
    design = torch.stack([torch.ones_like(x), x], -1)
    after = torch.linalg.inv(precision + design.T @ design / noise**2)
    return after @ (precision @ mean + design.T @ y / noise**2), after


def recentre(belief: Belief, shift: float) -> Belief:
    mean, covariance = belief
    moved = torch.tensor([[1.0, -shift], [0.0, 1.0]], dtype=REAL)
    return moved @ mean, moved @ covariance @ moved.T


def predict(
    belief: Belief, x: torch.Tensor, noise: float
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    mean, covariance = belief
    rows = torch.stack([torch.ones_like(x), x], -1)
    variance = ((rows @ covariance) * rows).sum(-1)
    return rows @ mean, variance.sqrt(), (variance + noise**2).sqrt()
