# ---
# title: The precision is returned
# wrong: >-
#   The second part of the belief is the inverse of the covariance.
# caught_by: [learn_exact]
# hint: >-
#   The matrix that you return grows with the data. A covariance should shrink. Which of the two is in your belief?
# ---

# %% grade_id="line"
def learn(belief: Belief, x: torch.Tensor, y: torch.Tensor, noise: float) -> Belief:
    mean, covariance = belief
    precision = torch.linalg.inv(covariance)
    design = torch.stack([torch.ones_like(x), x], -1)
    after = torch.linalg.inv(precision + design.T @ design / noise**2)
    return after @ (precision @ mean + design.T @ y / noise**2), torch.linalg.inv(after)


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
