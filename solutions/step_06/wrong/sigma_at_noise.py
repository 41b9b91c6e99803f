# ---
# title: sigma is not searched
# wrong: >-
#   The best mu is returned with the candidate nearest to NOISE.
# caught_by: [best_settings]
# hint: >-
#   Your sigma is always the candidate next to NOISE. Here nobody knows sigma: the data decide.
# ---

# %% grade_id="best_pair"
def best_pair(data, mus, sigmas):
    sigma = min(sigmas.tolist(), key=lambda sigma: abs(sigma - NOISE))
    return best_mu(data, mus), sigma
