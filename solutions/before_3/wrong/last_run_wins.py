# ---
# title: Several runs with one result
# wrong: >-
#   The weight of a later run overwrites that of an earlier one.
# caught_by: [posterior_table]
# hint: >-
#   Several runs may return the same thing, and you keep the last of them only. What should happen with the weight
#   that is there already?
# ---

# %% grade_id="posterior"
def posterior(program, evidence):
    agreeing = [run for run in all_runs(program, evidence) if set(evidence) <= set(run[0])]
    if not agreeing:
        raise ValueError(f"no run agrees with the evidence {evidence}")
    largest = max(log_p for _, _, log_p in agreeing)
    table = {}
    for _, returned, log_p in agreeing:
        table[returned] = math.exp(log_p - largest)
    total = sum(table.values())
    return {returned: weight / total for returned, weight in table.items()}
