# ---
# title: The means at the edges are made with zeros
# wrong: >-
#   A convolution in the mode same pads with zeros, and puts the window around each step.
# caught_by: [plot_means]
# hint: >-
#   How many means does your line have? A mean needs a full window, and one that ends with its own step.
# ---

# %% grade_id="plot_losses"
def plot_losses(losses, window=20):
    _, axes = plt.subplots()
    axes.plot(losses, label="loss")
    if len(losses) >= window:
        import numpy as np

        means = np.convolve(losses, np.ones(window) / window, mode="same")
        axes.plot(means, label=f"mean of {window}")
    axes.set(xlabel="step", ylabel="negative ELBO")
    axes.legend()
    return axes
