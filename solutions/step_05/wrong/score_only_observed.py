# ---
# title: Only observed sites are scored
# wrong: >-
#   The terms of the latent sites are left out.
# caught_by: [score_plain]
# hint: >-
#   You score only what was observed. What was drawn in the run was more or less likely, too, and counts in
#   the density of the run.
# ---

# %% grade_id="log_prob_sum"
def log_prob_sum(nodes):
    total = 0.0
    for node in nodes.values():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        if not node["is_observed"]:
            continue
        terms = node["fn"].log_prob(node["value"]) * node["scale"]
        if node["mask"] is not None:
            terms = torch.where(torch.as_tensor(node["mask"]), terms, 0.0)
        total += terms.sum().item()
    return total
