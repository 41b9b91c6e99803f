# ---
# title: Nothing agrees, and nobody says so
# wrong: >-
#   An empty dictionary in place of an error.
# caught_by: [posterior_table]
# hint: >-
#   When no run agrees with what was seen, you return a table without entries. Such a question has no answer, and
#   the text says how to tell.
# ---

# %% grade_id="posterior"
def posterior(program, evidence):
    agreeing = [run for run in all_runs(program, evidence) if set(evidence) <= set(run[0])]
    if not agreeing:
        return {}
    largest = max(log_p for _, _, log_p in agreeing)
    table = {}
    for _, returned, log_p in agreeing:
        table[returned] = table.get(returned, 0.0) + math.exp(log_p - largest)
    total = sum(table.values())
    return {returned: weight / total for returned, weight in table.items()}
