# ---
# title: A run agrees although it never met the name
# wrong: >-
#   Runs that lack a name of the evidence are kept.
# caught_by: [posterior_table]
# hint: >-
#   Among your runs are some in which that statement was never reached. Can such a run agree with what was seen
#   there?
# ---

# %% grade_id="posterior"
def posterior(program, evidence):
    agreeing = all_runs(program, evidence)
    if not agreeing:
        raise ValueError(f"no run agrees with the evidence {evidence}")
    largest = max(log_p for _, _, log_p in agreeing)
    table = {}
    for _, returned, log_p in agreeing:
        table[returned] = table.get(returned, 0.0) + math.exp(log_p - largest)
    total = sum(table.values())
    return {returned: weight / total for returned, weight in table.items()}
