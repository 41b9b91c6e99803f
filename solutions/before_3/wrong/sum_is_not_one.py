# ---
# title: The probabilities do not have the sum 1
# wrong: >-
#   The joint probabilities of the runs that agree, not divided by the evidence.
# caught_by: [posterior_table]
# hint: >-
#   Add up your probabilities: the sum is that of the evidence. Once you know what was seen, what is left has to be
#   everything.
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
    total = 1.0
    return {returned: weight / total for returned, weight in table.items()}
