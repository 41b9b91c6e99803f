# ---
# title: The number of tosses is limited
# wrong: >-
#   A loop of a fixed length, which is long enough for most runs only.
# caught_by: [geometric_runs]
# hint: >-
#   Short runs are right. A long one ends before its 1 has come: what ends your loop?
# ---

# %% grade_id="geometric"
def geometric(p, t=0):
    for zeros in range(45):
        if pyro.sample(f"x_{t + zeros}", dist.Bernoulli(p)).item() == 1.0:
            break
    return zeros
