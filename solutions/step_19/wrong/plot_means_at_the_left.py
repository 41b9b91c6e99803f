# ---
# title: The means stand where their window begins
# wrong: >-
#   The line of the means starts at x = 0, and so it knows the future.
# caught_by: [plot_means]
# hint: >-
#   At which x does your first mean stand, and which losses is it made of?
# ---

# %% grade_id="plot_losses"
def plot_losses(losses, window=20):
    _, axes = plt.subplots()
    axes.plot(losses, label="loss")
    if len(losses) >= window:
        ends = range(window - 1, len(losses))
        means = [sum(losses[end - window + 1 : end + 1]) / window for end in ends]
        axes.plot(means, label=f"mean of {window}")
    axes.set(xlabel="step", ylabel="negative ELBO")
    axes.legend()
    return axes
