# ---
# title: The axis says ELBO
# wrong: >-
#   The losses are drawn, but the label of the axis names the ELBO, whose sign is the other.
# caught_by: [plot_curve]
# hint: >-
#   The curve falls, and an ELBO that is trained goes up. What is it that your y axis shows?
# ---

# %% grade_id="plot_losses"
def plot_losses(losses, window=20):
    _, axes = plt.subplots()
    axes.plot(losses, label="loss")
    if len(losses) >= window:
        ends = range(window - 1, len(losses))
        means = [sum(losses[end - window + 1 : end + 1]) / window for end in ends]
        axes.plot(ends, means, label=f"mean of {window}")
    axes.set(xlabel="step", ylabel="ELBO")
    axes.legend()
    return axes
