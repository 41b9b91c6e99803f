# ---
# title: The noise is taken for a variance
# wrong: >-
#   Its precision is one over the noise, not over its square.
# caught_by: [learn_exact, slopes_exact]
# hint: >-
#   The noise is an sd. What is the precision of one measurement?
# ---

# %% grade_id="line"
def learn(belief: Belief, x: torch.Tensor, y: torch.Tensor, noise: float) -> Belief:
    mean, covariance = belief
    precision = torch.linalg.inv(covariance)
    design = torch.stack([torch.ones_like(x), x], -1)
    after = torch.linalg.inv(precision + design.T @ design / noise)
    return after @ (precision @ mean + design.T @ y / noise), after


def recentre(belief: Belief, shift: float) -> Belief:
    mean, covariance = belief
    moved = torch.tensor([[1.0, shift], [0.0, 1.0]], dtype=REAL)
    return moved @ mean, moved @ covariance @ moved.T


def predict(
    belief: Belief, x: torch.Tensor, noise: float
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    mean, covariance = belief
    rows = torch.stack([torch.ones_like(x), x], -1)
    variance = ((rows @ covariance) * rows).sum(-1)
    return rows @ mean, variance.sqrt(), (variance + noise**2).sqrt()
