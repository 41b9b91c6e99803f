# ---
# title: The sign is turned round
# wrong: >-
#   The ELBO is drawn on an axis that promises the negative ELBO.
# caught_by: [plot_curve, plot_means]
# hint: >-
#   The axis promises the negative ELBO. What have you done to the losses before you drew them?
# ---

# %% grade_id="plot_losses"
def plot_losses(losses, window=20):
    losses = [-loss for loss in losses]
    _, axes = plt.subplots()
    axes.plot(losses, label="loss")
    if len(losses) >= window:
        ends = range(window - 1, len(losses))
        means = [sum(losses[end - window + 1 : end + 1]) / window for end in ends]
        axes.plot(ends, means, label=f"mean of {window}")
    axes.set(xlabel="step", ylabel="negative ELBO")
    axes.legend()
    return axes
