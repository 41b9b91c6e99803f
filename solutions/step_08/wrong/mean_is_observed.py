# ---
# title: The mean of the data is observed
# wrong: A single observation, the mean, stands for all the mornings.
# caught_by: [joint_value]
# hint: >-
#   Your model sees one number, the mean of the mornings. Ten mornings say more than one: give them all to the
#   model.
# ---

# %% grade_id="log_joint"
def log_joint(mu, data):
    held = poutine.condition(model, data={"mu": torch.as_tensor(mu)})
    return poutine.trace(held).get_trace(data.mean().reshape(1)).log_prob_sum().item()
