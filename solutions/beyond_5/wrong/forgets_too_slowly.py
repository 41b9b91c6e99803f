# ---
# title: An average that still knows its start
# wrong: >-
#   beta is 0.999.
# caught_by: [switch_tremble]
# hint: >-
#   After a hundred steps your average is still on its way from nought to the heights. How far back does it look?
# ---

# %% grade_id="switch_guide"
def switch_guide(data):
    logit = pyro.param("logit", torch.tensor(0.0))
    average = {"use_decaying_avg_baseline": True, "baseline_beta": 0.999}
    pyro.sample("old", dist.Bernoulli(logits=logit), infer={"baseline": average})
