# ---
# title: Takes tensors only
# wrong: A Python float is handed to condition, and Pyro raises ValueError when it is scored.
# caught_by: [joint_kinds]
# hint: >-
#   The error says what Pyro wants: the value at a site has to be a tensor. The text says that mu may be a plain
#   number, too.
# ---

# %% grade_id="log_joint"
def log_joint(mu, data):
    held = poutine.condition(model, data={"mu": mu})
    return poutine.trace(held).get_trace(data).log_prob_sum().item()
