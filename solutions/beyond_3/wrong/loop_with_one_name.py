# ---
# title: A loop over the spins, with one name for all
# wrong: >-
#   Each pass through the loop makes a site 'y': Pyro refuses a second site of that name as soon as the model is
#   traced.
# caught_by: [model_density]
# hint: >-
#   Your loop makes the same site again for every spin, and a name may stand for one site only. A plate lets a
#   single statement stand for all spins.
# ---

# %% grade_id="model"
def model(data):
    f = pyro.sample("f", dist.Beta(PRIOR_HEADS, PRIOR_TAILS))
    for spin in data:
        pyro.sample("y", dist.Bernoulli(f), obs=spin)
