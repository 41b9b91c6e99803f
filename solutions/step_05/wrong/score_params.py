# ---
# title: Parameters are scored
# wrong: >-
#   AttributeError: the fn of a parameter has no log_prob.
# caught_by: [score_plain]
# hint: >-
#   Your function stops at a parameter. It is set and not drawn, so it has no distribution and no log
#   density.
# ---

# %% grade_id="log_prob_sum"
def log_prob_sum(nodes):
    total = 0.0
    for node in nodes.values():
        if node["type"] in ("args", "return"):
            continue
        terms = node["fn"].log_prob(node["value"]) * node["scale"]
        if node["mask"] is not None:
            terms = torch.where(torch.as_tensor(node["mask"]), terms, 0.0)
        total += terms.sum().item()
    return total
