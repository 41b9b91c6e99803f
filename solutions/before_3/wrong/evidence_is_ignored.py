# ---
# title: The evidence changes nothing
# wrong: >-
#   All runs are taken, whatever was seen.
# caught_by: [posterior_table]
# hint: >-
#   Your answer is the same whatever the evidence. That is what one believes before anything was seen.
# ---

# %% grade_id="posterior"
def posterior(program, evidence):
    agreeing = all_runs(program)
    if not agreeing:
        raise ValueError(f"no run agrees with the evidence {evidence}")
    largest = max(log_p for _, _, log_p in agreeing)
    table = {}
    for _, returned, log_p in agreeing:
        table[returned] = table.get(returned, 0.0) + math.exp(log_p - largest)
    total = sum(table.values())
    return {returned: weight / total for returned, weight in table.items()}
