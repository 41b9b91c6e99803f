# ---
# title: A mean of fewer losses than the window
# wrong: >-
#   A list that is too short gets a line of means all the same.
# caught_by: [plot_means]
# hint: >-
#   What does your picture show for fewer losses than the window? Read what the text says about such lists.
# ---

# %% grade_id="plot_losses"
def plot_losses(losses, window=20):
    _, axes = plt.subplots()
    axes.plot(losses, label="loss")
    width = min(window, len(losses))
    ends = range(width - 1, len(losses))
    means = [sum(losses[end - width + 1 : end + 1]) / width for end in ends]
    axes.plot(ends, means, label=f"mean of {window}")
    axes.set(xlabel="step", ylabel="negative ELBO")
    axes.legend()
    return axes
