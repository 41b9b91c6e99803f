# ---
# title: The mask is multiplied
# wrong: >-
#   Minus infinity times 0 is nan.
# caught_by: [score_weights]
# hint: >-
#   You multiply by the mask. That goes wrong when a masked term is infinite: what is infinity times zero?
#   Choose between the term and zero instead.
# ---

# %% grade_id="log_prob_sum"
def log_prob_sum(nodes):
    total = 0.0
    for node in nodes.values():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        terms = node["fn"].log_prob(node["value"]) * node["scale"]
        if node["mask"] is not None:
            terms = terms * node["mask"]
        total += terms.sum().item()
    return total
