# ---
# title: Every run has the same weight
# wrong: >-
#   The runs that agree are counted.
# caught_by: [posterior_table]
# hint: >-
#   You count runs as if all of them were equally probable. Each has a weight of its own: which entry of the triple
#   tells it?
# ---

# %% grade_id="posterior"
def posterior(program, evidence):
    agreeing = [run for run in all_runs(program, evidence) if set(evidence) <= set(run[0])]
    if not agreeing:
        raise ValueError(f"no run agrees with the evidence {evidence}")
    table = {}
    for _, returned, _ in agreeing:
        table[returned] = table.get(returned, 0.0) + 1.0
    total = sum(table.values())
    return {returned: weight / total for returned, weight in table.items()}
