# ---
# title: The mean of all losses so far
# wrong: >-
#   The mean never forgets the beginning, so it always lags behind.
# caught_by: [plot_means]
# hint: >-
#   Your means remember the whole past. How far back should a mean look?
# ---

# %% grade_id="plot_losses"
def plot_losses(losses, window=20):
    _, axes = plt.subplots()
    axes.plot(losses, label="loss")
    if len(losses) >= window:
        ends = range(window - 1, len(losses))
        means = [sum(losses[: end + 1]) / (end + 1) for end in ends]
        axes.plot(ends, means, label=f"mean of {window}")
    axes.set(xlabel="step", ylabel="negative ELBO")
    axes.legend()
    return axes
