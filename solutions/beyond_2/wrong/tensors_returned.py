# ---
# title: Tensors in the place of plain numbers
# wrong: >-
#   posterior returns two tensors.
# caught_by: [posterior_exact]
# hint: >-
#   Your two numbers are right, and both are tensors. The text asks for plain Python floats.
# ---

# %% grade_id="exact"
def posterior(guess, measurement):
    precision = torch.tensor(1.0 / SPREAD**2 + 1.0 / NOISE**2)
    mean = (guess / SPREAD**2 + measurement / NOISE**2) / precision
    return mean, precision.rsqrt()


def log_evidence(guess, measurement):
    spread = (SPREAD**2 + NOISE**2) ** 0.5
    return dist.Normal(guess, spread).log_prob(measurement).item()
