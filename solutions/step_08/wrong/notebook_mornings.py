# ---
# title: The mornings of the notebook are observed
# wrong: The argument is ignored; the global data set is observed in every call.
# caught_by: [joint_value]
# hint: >-
#   Does your function use the data that it is given, or the five mornings of the notebook? Try it with other
#   data.
# ---

# %% grade_id="log_joint"
def log_joint(mu, data):
    held = poutine.condition(model, data={"mu": torch.as_tensor(mu)})
    return poutine.trace(held).get_trace(mornings).log_prob_sum().item()
