# ---
# title: Densities are added, not their logarithms
# wrong: >-
#   exp is taken before the sum.
# caught_by: [score_plain, score_weights]
# hint: >-
#   You add densities. The densities of the sites are multiplied; it is their logarithms that are added.
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
        total += terms.sum().exp().item()
    return total
