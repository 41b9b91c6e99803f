# ---
# title: The figure is shown, and nothing returned
# wrong: >-
#   The function ends with plt.show() and returns None.
# caught_by: [plot_curve, plot_means]
# hint: >-
#   Showing a picture and returning it are two things. What does your function hand back?
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
    axes.legend()
    plt.show()
