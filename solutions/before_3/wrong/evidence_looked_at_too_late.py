# ---
# title: All runs are tried, and those that agree are picked out afterwards
# wrong: >-
#   Right for small programs; with thousands of observations there are more runs than anybody can try.
# caught_by: [posterior_table]
# hint: >-
#   You follow every run to its end, and look at the evidence afterwards. With many observations there are far more
#   runs than anybody can try. Which function of yours can be told beforehand what was seen?
# ---

# %% grade_id="posterior"
def posterior(program, evidence):
    runs = all_runs(program)
    agreeing = [run for run in runs if all(run[0].get(name) == value for name, value in evidence.items())]
    if not agreeing:
        raise ValueError(f"no run agrees with the evidence {evidence}")
    largest = max(log_p for _, _, log_p in agreeing)
    table = {}
    for _, returned, log_p in agreeing:
        table[returned] = table.get(returned, 0.0) + math.exp(log_p - largest)
    total = sum(table.values())
    return {returned: weight / total for returned, weight in table.items()}
