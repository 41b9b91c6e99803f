# ---
# title: The window is always the same
# wrong: >-
#   The argument window is only used in the label.
# caught_by: [plot_means]
# hint: >-
#   The label follows the window, do the means? Look for the places in which window is used.
# ---

# %% grade_id="plot_losses"
def plot_losses(losses, window=20):
    _, axes = plt.subplots()
    axes.plot(losses, label="loss")
    if len(losses) >= window:
        ends = range(min(19, len(losses) - 1), len(losses))
        means = [sum(losses[max(end - 19, 0) : end + 1]) / min(20, end + 1) for end in ends]
        axes.plot(ends, means, label=f"mean of {window}")
    axes.set(xlabel="step", ylabel="negative ELBO")
    axes.legend()
    return axes
