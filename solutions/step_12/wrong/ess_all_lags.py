# ---
# title: The sum never stops
# wrong: Adds up all autocorrelations, the noise at far lags included.
# caught_by: [ess]
# hint: >-
#   At far lags there is hardly anything but noise. Which step keeps it out of the sum?
# ---

# %% grade_id="effective_sample_size"
def effective_sample_size(chains):
    number, length = chains.shape
    within = chains.var(1).mean()
    whole = (length - 1) / length * within + chains.mean(1).var()
    centered = chains - chains.mean(1, keepdim=True)
    rho = [torch.tensor(1.0, dtype=chains.dtype)]
    for lag in range(1, length):
        covariance = (centered[:, :-lag] * centered[:, lag:]).mean(1)
        rho.append(1 - (within - covariance.mean()) / whole)
    pairs = torch.stack(rho)[: length // 2 * 2].reshape(-1, 2).sum(1)
    later = pairs[1:]
    tau = -1 + 2 * (pairs[0] + later.sum())
    return (number * length / tau).item()
