# ---
# title: The chains are laid end to end
# wrong: Treats the chains as one long chain about a common mean.
# caught_by: [ess]
# hint: >-
#   Around which mean are your draws centred, and what happens at the seam where one chain ends and the
#   next begins?
# ---

# %% grade_id="effective_sample_size"
def effective_sample_size(chains):
    number, length = 1, chains.numel()
    chains = chains.reshape(1, -1)
    within = chains.var(1).mean() * (length - 1) / length
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
