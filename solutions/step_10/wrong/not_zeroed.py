# ---
# title: Gradients pile up
# wrong: backward() adds to .grad and the sum of all earlier slopes is used at every update.
# caught_by: [ascent_path, ascent_limit]
# hint: >-
#   The first update is right and the later ones are not. What does backward do with a .grad that holds
#   something already? Look at how each update gets a clean slope.
# ---

# %% grade_id="map_estimate"
def map_estimate(data, lr, steps):
    mu = torch.tensor(0.0, requires_grad=True)
    history = []
    for step in range(steps + 1):
        log_joint = poutine.trace(poutine.condition(model, {"mu": mu})).get_trace(data).log_prob_sum()
        if not math.isfinite(log_joint.item()):
            raise ValueError("the log joint is not finite: use a smaller lr")
        history.append(log_joint.item())
        if step < steps:
            log_joint.backward()
            with torch.no_grad():
                mu += lr * mu.grad
    return mu.item(), history
