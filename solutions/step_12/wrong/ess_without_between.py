# ---
# title: The chains are not compared
# wrong: V leaves out the variance between chains, so chains that stand apart look excellent.
# caught_by: [ess]
# hint: >-
#   What is the effective sample size of two chains that stand far apart? One of the variances in your
#   formula should have noticed.
# ---

# %% grade_id="effective_sample_size"
def effective_sample_size(chains):
    number, length = chains.shape
    within = chains.var(1).mean()
    whole = (length - 1) / length * within
    centered = chains - chains.mean(1, keepdim=True)
    rho = [torch.tensor(1.0, dtype=chains.dtype)]
    for lag in range(1, length):
        covariance = (centered[:, :-lag] * centered[:, lag:]).mean(1)
        rho.append(1 - (within - covariance.mean()) / whole)
    pairs = torch.stack(rho)[: length // 2 * 2].reshape(-1, 2).sum(1)
    later = pairs[1:].clamp(min=0).cummin(0).values
    tau = -1 + 2 * (pairs[0] + later.sum())
    return (number * length / tau).item()
