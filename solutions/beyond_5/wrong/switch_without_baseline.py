# ---
# title: A switch without a baseline
# wrong: >-
#   There is no infer.
# caught_by: [switch_tremble]
# hint: >-
#   The slopes of your guide tremble as much as those of the plain one. What did the text ask for besides the
#   distribution?
# ---

# %% grade_id="switch_guide"
def switch_guide(data):
    logit = pyro.param("logit", torch.tensor(0.0))
    pyro.sample("old", dist.Bernoulli(logits=logit))
