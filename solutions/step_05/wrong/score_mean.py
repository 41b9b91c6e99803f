# ---
# title: The mean of the terms of a site
# wrong: >-
#   Terms are averaged where they should be added.
# caught_by: [score_plain, score_weights]
# hint: >-
#   You take the mean of the terms of a site. Densities of independent draws are multiplied, so what becomes
#   of their logarithms?
# ---

# %% grade_id="log_prob_sum"
def log_prob_sum(nodes):
    total = 0.0
    for node in nodes.values():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        terms = node["fn"].log_prob(node["value"]) * node["scale"]
        if node["mask"] is not None:
            terms = torch.where(torch.as_tensor(node["mask"]), terms, 0.0)
        total += terms.mean().item()
    return total
