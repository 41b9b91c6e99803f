# ---
# title: The seed is set inside
# wrong: >-
#   Every run of geometric is the same one.
# caught_by: [geometric_law]
# hint: >-
#   Held runs are right, and free ones are all alike: something in your program turns the random numbers back to
#   their start.
# ---

# %% grade_id="geometric"
def geometric(p, t=0):
    if t == 0:
        pyro.set_rng_seed(0)
    x = pyro.sample(f"x_{t}", dist.Bernoulli(p))
    return 0 if x.item() == 1.0 else 1 + geometric(p, t + 1)
