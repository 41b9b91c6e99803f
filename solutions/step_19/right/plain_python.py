# ---
# title: Plain loops, and Python's own statistics
# ---

# %% grade_id="fit_with_losses"
def fit_with_losses(model, guide, data, lr=0.02, steps=400, seed=0):
    pyro.set_rng_seed(seed)
    pyro.clear_param_store()
    svi = SVI(model, guide, Adam({"lr": lr}), loss=Trace_ELBO())
    losses = []
    for _ in range(steps):
        loss = svi.step(data)
        losses.append(float(loss))
    return losses


# %% grade_id="plot_losses"
def plot_losses(losses, window=20):
    plt.figure()
    plt.plot(losses, label="loss")
    xs, ys = [], []
    for k in range(len(losses)):
        if k + 1 >= window:
            xs.append(k)
            ys.append(sum(losses[k + 1 - window : k + 1]) / window)
    if xs:
        plt.plot(xs, ys, label=f"mean of {window}")
    plt.xlabel("step")
    plt.ylabel("negative ELBO")
    plt.title("Loss curve")
    plt.legend()
    return plt.gca()


# %% grade_id="has_converged"
import statistics


def has_converged(losses, window=50):
    if any(math.isnan(loss) or math.isinf(loss) for loss in losses):
        return False
    if len(losses) < 2 * window:
        return False
    *_, before, last = losses[-2 * window :][:window], losses[-window:]
    difference = statistics.fmean(before) - statistics.fmean(last)
    variances = statistics.variance(before) + statistics.variance(last)
    return difference**2 <= 4 * variances / window
