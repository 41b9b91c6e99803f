# ---
# title: The param store is taken to hold mu already
# wrong: >-
#   With an empty store, the look-up raises KeyError.
# caught_by: [likelihood]
# hint: >-
#   Your function stops when nobody has run the model yet, because then there is no mu in the param store. A
#   run of the model puts it there; so does asking for the parameter together with its start value.
# ---

# %% grade_id="log_likelihood"
def log_likelihood(value):
    mu = pyro.get_param_store()["mu"].detach()
    return dist.Normal(mu, NOISE).log_prob(torch.tensor(value)).item()
