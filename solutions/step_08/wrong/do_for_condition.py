# ---
# title: do in the place of condition
# wrong: Under do the site mu draws a value of its own, whose log prob is summed; the prior at the given mu is missing.
# caught_by: [joint_value]
# hint: >-
#   Your mu is set, not seen: its site still draws, and the prior term in your sum is that of another value.
#   Which handler scores the value that you give?
# ---

# %% grade_id="log_joint"
def log_joint(mu, data):
    made = poutine.do(model, data={"mu": torch.as_tensor(mu)})
    return poutine.trace(made).get_trace(data).log_prob_sum().item()
