# ---
# title: The standard deviations are added
# wrong: >-
#   The sum of two independent deviations is given an sd that is the sum of theirs.
# caught_by: [evidence_exact]
# hint: >-
#   Of two independent deviations something adds up, and it is not the standard deviations.
# ---

# %% grade_id="exact"
def posterior(guess, measurement):
    ours, theirs = 1.0 / SPREAD**2, 1.0 / NOISE**2
    mean = (ours * guess.item() + theirs * measurement.item()) / (ours + theirs)
    return mean, (ours + theirs) ** -0.5



def log_evidence(guess, measurement):
    return dist.Normal(guess, SPREAD + NOISE).log_prob(measurement).item()
