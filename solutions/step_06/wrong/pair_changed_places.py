# ---
# title: The pair is the other way round
# wrong: >-
#   sigma comes first.
# caught_by: [best_settings]
# hint: >-
#   The two numbers of your pair have changed places. Which of them does the text name first?
# ---

# %% grade_id="best_pair"
def best_pair(data, mus, sigmas):
    pairs = [(mu, sigma) for mu in mus.tolist() for sigma in sigmas.tolist()]
    mu, sigma = max(pairs, key=lambda pair: score(data, *pair))
    return sigma, mu
