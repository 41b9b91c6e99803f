# ---
# title: Every call draws into the same axes
# wrong: >-
#   plt.gca() takes whatever figure is open.
# caught_by: [plot_curve]
# hint: >-
#   Call your function twice. Does the second curve have a figure of its own?
# ---

# %% grade_id="plot_losses"
def plot_losses(losses, window=20):
    axes = plt.gca()
    axes.plot(losses, label="loss")
    if len(losses) >= window:
        ends = range(window - 1, len(losses))
        means = [sum(losses[end - window + 1 : end + 1]) / window for end in ends]
        axes.plot(ends, means, label=f"mean of {window}")
    axes.set(xlabel="step", ylabel="negative ELBO")
    axes.legend()
    return axes
