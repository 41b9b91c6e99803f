# ---
# title: The log joint at the posterior's mean
# wrong: >-
#   The weight is set to its best value, not averaged out.
# caught_by: [evidence_exact]
# hint: >-
#   You take the log joint at one weight, the best one. The evidence is an average over all weights.
# ---

# %% grade_id="exact"
def posterior(guess, measurement):
    ours, theirs = 1.0 / SPREAD**2, 1.0 / NOISE**2
    mean = (ours * guess.item() + theirs * measurement.item()) / (ours + theirs)
    return mean, (ours + theirs) ** -0.5



def log_evidence(guess, measurement):
    mean = torch.tensor(posterior(guess, measurement)[0])
    joint = dist.Normal(guess, SPREAD).log_prob(mean) + dist.Normal(mean, NOISE).log_prob(measurement)
    return joint.item()
