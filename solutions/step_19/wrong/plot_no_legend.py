# ---
# title: There is no legend
# wrong: >-
#   The lines have labels, but nobody gets to see them.
# caught_by: [plot_curve]
# hint: >-
#   Labels of lines appear only if somebody asks for them. Which call is missing?
# ---

# %% grade_id="plot_losses"
def plot_losses(losses, window=20):
    _, axes = plt.subplots()
    axes.plot(losses, label="loss")
    if len(losses) >= window:
        ends = range(window - 1, len(losses))
        means = [sum(losses[end - window + 1 : end + 1]) / window for end in ends]
        axes.plot(ends, means, label=f"mean of {window}")
    axes.set(xlabel="step", ylabel="negative ELBO")
    return axes
