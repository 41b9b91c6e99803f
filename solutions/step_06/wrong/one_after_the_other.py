# ---
# title: sigma is chosen at the wrong mu
# wrong: >-
#   Each knob is searched with the other at its first candidate.
# caught_by: [best_settings]
# hint: >-
#   You search each knob while the other stays at its first candidate. The best sigma for one mu is not the
#   best sigma for another.
# ---

# %% grade_id="best_pair"
def best_pair(data, mus, sigmas):
    mu = max(mus.tolist(), key=lambda mu: score(data, mu, sigmas[0].item()))
    sigma = max(sigmas.tolist(), key=lambda sigma: score(data, mus[0].item(), sigma))
    return mu, sigma
