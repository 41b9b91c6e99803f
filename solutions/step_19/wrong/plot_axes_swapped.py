# ---
# title: The two labels are exchanged
# wrong: >-
#   The x axis says negative ELBO, the y axis step.
# caught_by: [plot_curve]
# hint: >-
#   Read your two labels once more. Which axis is which?
# ---

# %% grade_id="plot_losses"
def plot_losses(losses, window=20):
    _, axes = plt.subplots()
    axes.plot(losses, label="loss")
    if len(losses) >= window:
        ends = range(window - 1, len(losses))
        means = [sum(losses[end - window + 1 : end + 1]) / window for end in ends]
        axes.plot(ends, means, label=f"mean of {window}")
    axes.set(xlabel="negative ELBO", ylabel="step")
    axes.legend()
    return axes
