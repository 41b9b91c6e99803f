# ---
# title: Slopes pile up over the calls
# wrong: One tensor outside the function is used in each call, and backward adds to its grad.
# caught_by: [grad_value, grad_clean]
# hint: >-
#   Your first answer is right, and each later one has the earlier ones in it. What does backward do with a grad
#   that is there already?
# ---

# %% grade_id="grad_log_joint"
place = torch.tensor(0.0, requires_grad=True)


def grad_log_joint(mu, data):
    with torch.no_grad():
        place.fill_(float(mu))
    poutine.trace(poutine.condition(model, data={"mu": place})).get_trace(data).log_prob_sum().backward()
    return place.grad.item()
