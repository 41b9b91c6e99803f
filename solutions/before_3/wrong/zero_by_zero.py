# ---
# title: 0 divided by 0
# wrong: >-
#   exp of the log probabilities as they are; with very many observations all of them are 0.
# caught_by: [posterior_table]
# hint: >-
#   With thousands of observations all your weights are 0, and so is their sum. Only ratios matter: what may you
#   take off all logarithms before exp?
# ---

# %% grade_id="posterior"
def posterior(program, evidence):
    agreeing = [run for run in all_runs(program, evidence) if set(evidence) <= set(run[0])]
    if not agreeing:
        raise ValueError(f"no run agrees with the evidence {evidence}")
    largest = 0.0
    table = {}
    for _, returned, log_p in agreeing:
        table[returned] = table.get(returned, 0.0) + math.exp(log_p - largest)
    total = sum(table.values())
    return {returned: weight / total for returned, weight in table.items()}
