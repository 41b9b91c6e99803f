# ---
# title: mu is moved to the value
# wrong: >-
#   The parameter is set to the observed value, so every value is as likely as can be.
# caught_by: [likelihood]
# hint: >-
#   You turn the knob to what was seen, so that every bus looks as likely as can be. The likelihood asks how
#   likely the bus is with mu where it is.
# ---

# %% grade_id="log_likelihood"
def log_likelihood(value):
    seen = torch.tensor(value)
    pyro.get_param_store()["mu"] = seen
    return poutine.trace(model).get_trace(seen).log_prob_sum().item()
