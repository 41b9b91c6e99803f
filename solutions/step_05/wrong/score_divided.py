# ---
# title: The scale divides
# wrong: >-
#   A site with a large scale counts less.
# caught_by: [score_weights]
# hint: >-
#   In your sum a large scale makes a site count less. If a few loaves stand for many, should each count for
#   more or for less?
# ---

# %% grade_id="log_prob_sum"
def log_prob_sum(nodes):
    total = 0.0
    for node in nodes.values():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        terms = node["fn"].log_prob(node["value"]) / node["scale"]
        if node["mask"] is not None:
            terms = torch.where(torch.as_tensor(node["mask"]), terms, 0.0)
        total += terms.sum().item()
    return total
