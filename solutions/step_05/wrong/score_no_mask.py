# ---
# title: The mask is ignored
# wrong: >-
#   Masked terms count like any other.
# caught_by: [score_weights]
# hint: >-
#   Your sum counts terms that are masked. An entry says which of its terms do not count at all: look for
#   that key.
# ---

# %% grade_id="log_prob_sum"
def log_prob_sum(nodes):
    total = 0.0
    for node in nodes.values():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        terms = node["fn"].log_prob(node["value"]) * node["scale"]
        total += terms.sum().item()
    return total
