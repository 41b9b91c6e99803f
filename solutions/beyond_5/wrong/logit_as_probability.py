# ---
# title: A logit given for a probability
# wrong: >-
#   Bernoulli(logit.abs()...) by probs: sigmoid is forgotten.
# caught_by: [switch_tremble]
# hint: >-
#   Bernoulli takes probabilities or logits, under different names. Which of them is your param?
# ---

# %% grade_id="switch_guide"
def switch_guide(data):
    logit = pyro.param("logit", torch.tensor(0.0))
    average = {"use_decaying_avg_baseline": True, "baseline_beta": 0.9}
    pyro.sample("old", dist.Bernoulli(probs=logit.clamp(0.01, 0.99)), infer={"baseline": average})
