# ---
# title: A site that does not exist is conditioned
# wrong: The name is Mu instead of mu; Pyro ignores it, and mu is drawn in each call.
# caught_by: [joint_value]
# hint: >-
#   Your mu is not held at all: the model draws one in each call. Compare the name that you condition with the
#   name of the site, letter by letter.
# ---

# %% grade_id="log_joint"
def log_joint(mu, data):
    held = poutine.condition(model, data={"Mu": torch.as_tensor(mu)})
    return poutine.trace(held).get_trace(data).log_prob_sum().item()
