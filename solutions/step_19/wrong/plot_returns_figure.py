# ---
# title: The figure is returned, not its Axes
# wrong: >-
#   A Figure comes back where Axes were asked for.
# caught_by: [plot_curve]
# hint: >-
#   plt.subplots() gives two objects. Which of them has the labels and lines, and which one do you return?
# ---

# %% grade_id="plot_losses"
def plot_losses(losses, window=20):
    figure, axes = plt.subplots()
    axes.plot(losses, label="loss")
    if len(losses) >= window:
        ends = range(window - 1, len(losses))
        means = [sum(losses[end - window + 1 : end + 1]) / window for end in ends]
        axes.plot(ends, means, label=f"mean of {window}")
    axes.set(xlabel="step", ylabel="negative ELBO")
    axes.legend()
    return figure
