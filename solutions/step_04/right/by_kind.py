# ---
# title: Drawn sites and observed sites are collected apart, plates known by the class of their helper
# ---

# %% grade_id="values_of"
def values_of(trace):
    drawn = [name for name in trace.stochastic_nodes if type(trace.nodes[name]["fn"]).__name__ != "_Subsample"]
    return {name: trace.nodes[name]["value"].clone() for name in [*drawn, *trace.observation_nodes]}


# %% grade_id="mean_and_log_prob"
def mean_and_log_prob(model, n):
    with poutine.trace() as recorder:
        model(n_obs=n)
    run = recorder.trace
    return [torch.mean(run.nodes["y"]["value"]).item(), run.log_prob_sum().detach().item()]
