# ---
# title: The data are not observed
# wrong: >-
#   y is drawn, and the draw is scored.
# caught_by: [score_value, per_reading_value, best_level, best_settings]
# hint: >-
#   Your score is another one in each call, because the readings are drawn anew and nobody looks at the
#   data. How does a sample statement learn what was observed?
# ---

# %% grade_id="score"
def score(data, mu, sigma):
    def gauge():
        with pyro.plate("N", len(data)):
            pyro.sample("y", dist.Normal(mu, sigma))

    return poutine.trace(gauge).get_trace().log_prob_sum().item()
