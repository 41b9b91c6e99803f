# ---
# title: Arrays, and a running mean by convolution
# ---

# %% grade_id="plot_losses"
import numpy as np


def plot_losses(losses, window=20):
    axes = plt.figure(figsize=(6, 4)).add_subplot()
    axes.plot(np.arange(len(losses)), np.asarray(losses), ".", label="loss")
    if len(losses) >= window:
        means = np.convolve(losses, np.full(window, 1 / window), mode="valid")
        axes.plot(np.arange(len(means)) + window - 1, means, "-", label="mean of " + str(window))
    axes.axhline(min(losses), linestyle=":")
    axes.set_xlabel("step")
    axes.set_ylabel("negative ELBO")
    axes.legend(loc="upper right")
    return axes


# %% grade_id="has_converged"
def has_converged(losses, window=50):
    losses = np.array(losses, dtype=float)
    if losses.size < 2 * window or not np.isfinite(losses).all():
        return False
    before, last = losses[-2 * window :].reshape(2, window)
    noise = np.sqrt((np.var(before, ddof=1) + np.var(last, ddof=1)) / window)
    return bool(np.abs(np.mean(before) - np.mean(last)) <= 2 * noise)
