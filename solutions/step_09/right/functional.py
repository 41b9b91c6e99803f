# ---
# title: torch.func.grad and a potential; handlers as contexts; one graph for both slopes
# ---

# %% grade_id="grad_log_joint"
def _height(mu, data):
    """The log joint, held from outside, as a function that torch can differentiate."""
    with poutine.trace() as recorder, poutine.condition(data={"mu": mu, "y": data}):
        model(n_obs=len(data))
    return recorder.trace.log_prob_sum()


def grad_log_joint(mu, data):
    """The derivative of a function is a function."""
    with torch.enable_grad():
        return torch.autograd.functional.jacobian(lambda place: _height(place, data), torch.tensor(float(mu))).item()


# %% grade_id="central_difference"
def central_difference(f, x, h=1e-4):
    """Two places in one tensor, one function call for each."""
    places = torch.tensor([x - h, x + h], dtype=torch.float64)
    heights = torch.stack([f(place).detach() for place in places])
    return (heights.diff() / places.new_tensor(2 * h)).item()


# %% grade_id="drawn_gradients"
def drawn_gradients(mu, n):
    """The run is kept; a second trace scores the same mornings, cut off from mu."""
    place = torch.tensor(float(mu)).requires_grad_()
    line = poutine.condition(model, data={"mu": place})
    run = poutine.trace(line).get_trace(n_obs=n)
    y = run.nodes["y"]["value"].detach()
    again = poutine.trace(poutine.condition(line, data={"y": y})).get_trace(n_obs=n)
    slopes = [torch.autograd.grad(trace.log_prob_sum(), place)[0].item() for trace in (run, again)]
    return (y, *slopes)
