# ---
# title: The scale is ignored
# wrong: >-
#   Every term counts once.
# caught_by: [score_weights]
# hint: >-
#   In your sum every term counts once. An entry says how often its terms count: look for that key, and at
#   what poutine.scale and a picked part of a plate do to it.
# ---

# %% grade_id="log_prob_sum"
def log_prob_sum(nodes):
    total = 0.0
    for node in nodes.values():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        terms = node["fn"].log_prob(node["value"])
        if node["mask"] is not None:
            terms = torch.where(torch.as_tensor(node["mask"]), terms, 0.0)
        total += terms.sum().item()
    return total
