# ---
# title: log_prob is read from the entry
# wrong: >-
#   KeyError: nobody has called compute_log_prob.
# caught_by: [score_plain, score_weights]
# hint: >-
#   You look for terms that nobody has worked out yet. The entry has a distribution and a value: ask the one
#   about the other.
# ---

# %% grade_id="log_prob_sum"
def log_prob_sum(nodes):
    total = 0.0
    for node in nodes.values():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        total += node["log_prob"].sum().item()
    return total
