# ---
# title: The window ends before its own step
# wrong: >-
#   The mean at step k leaves out loss k.
# caught_by: [plot_means]
# hint: >-
#   Which is the last loss in the mean that stands at x = k? A slice stops before its second index.
# ---

# %% grade_id="plot_losses"
def plot_losses(losses, window=20):
    _, axes = plt.subplots()
    axes.plot(losses, label="loss")
    if len(losses) >= window:
        ends = range(window - 1, len(losses))
        means = [sum(losses[max(end - window, 0) : end]) / window for end in ends]
        axes.plot(ends, means, label=f"mean of {window}")
    axes.set(xlabel="step", ylabel="negative ELBO")
    axes.legend()
    return axes
