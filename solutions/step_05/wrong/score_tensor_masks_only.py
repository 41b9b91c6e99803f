# ---
# title: Masks that are True or False are not foreseen
# wrong: >-
#   torch.where wants a tensor and raises TypeError.
# caught_by: [score_weights]
# hint: >-
#   Your function stops at a mask that is a plain True or False for the whole site. The second hint of Task
#   2 says how to make a tensor of it.
# ---

# %% grade_id="log_prob_sum"
def log_prob_sum(nodes):
    total = 0.0
    for node in nodes.values():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        terms = node["fn"].log_prob(node["value"]) * node["scale"]
        if node["mask"] is not None:
            terms = torch.where(node["mask"], terms, 0.0)
        total += terms.sum().item()
    return total
