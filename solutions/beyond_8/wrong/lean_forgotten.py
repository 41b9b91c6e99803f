# ---
# title: The covariance of a and b is forgotten
# wrong: >-
#   The variance of the line's height has no mixed term.
# caught_by: [predict_exact]
# hint: >-
#   In a belief after data, a and b lean on each other. Where is that in the variance of their sum?
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
    moved = torch.tensor([[1.0, shift], [0.0, 1.0]], dtype=REAL)
    return moved @ mean, moved @ covariance @ moved.T


def predict(
    belief: Belief, x: torch.Tensor, noise: float
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    mean, covariance = belief
    rows = torch.stack([torch.ones_like(x), x], -1)
    variance = (covariance.diagonal() * rows**2).sum(-1)
    return rows @ mean, variance.sqrt(), (variance + noise**2).sqrt()
