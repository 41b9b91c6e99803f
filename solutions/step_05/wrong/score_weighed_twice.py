# ---
# title: Picked plates are weighed twice
# wrong: >-
#   scale holds the weight of a picked plate already.
# caught_by: [score_weights]
# hint: >-
#   You weigh a picked part of a plate twice: the entry's scale holds that weight already.
# ---

# %% grade_id="log_prob_sum"
def log_prob_sum(nodes):
    total = 0.0
    for node in nodes.values():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        terms = node["fn"].log_prob(node["value"]) * node["scale"]
        for frame in node["cond_indep_stack"]:
            terms = terms * frame.full_size / frame.size
        if node["mask"] is not None:
            terms = torch.where(torch.as_tensor(node["mask"]), terms, 0.0)
        total += terms.sum().item()
    return total
