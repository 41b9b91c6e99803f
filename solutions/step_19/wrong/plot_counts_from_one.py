# ---
# title: The steps are counted from one
# wrong: >-
#   Everything stands one step too far to the right.
# caught_by: [plot_curve, plot_means]
# hint: >-
#   The first loss belongs to the start, when no update was made. At which x does it stand in your picture?
# ---

# %% grade_id="plot_losses"
def plot_losses(losses, window=20):
    _, axes = plt.subplots()
    axes.plot(range(1, len(losses) + 1), losses, label="loss")
    if len(losses) >= window:
        ends = range(window - 1, len(losses))
        means = [sum(losses[end - window + 1 : end + 1]) / window for end in ends]
        axes.plot([end + 1 for end in ends], means, label=f"mean of {window}")
    axes.set(xlabel="step", ylabel="negative ELBO")
    axes.legend()
    return axes
