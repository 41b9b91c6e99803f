# ---
# title: The log joint is returned as a tensor
# wrong: The right number, but no plain Python float.
# caught_by: [joint_kinds]
# hint: >-
#   The number is right, but it is still wrapped in a tensor. What makes a plain number of a tensor with one
#   element?
# ---

# %% grade_id="log_joint"
def log_joint(mu, data):
    held = poutine.condition(model, data={"mu": torch.as_tensor(mu)})
    return poutine.trace(held).get_trace(data).log_prob_sum()
