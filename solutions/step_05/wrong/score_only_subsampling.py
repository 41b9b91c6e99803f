# ---
# title: Only picked plates are weighed
# wrong: >-
#   The weight is worked out from the frames, so poutine.scale is left out.
# caught_by: [score_weights]
# hint: >-
#   You work the weight out from the plates, so a scale that the program sets itself is lost. One key of the
#   entry holds all weights together.
# ---

# %% grade_id="log_prob_sum"
def log_prob_sum(nodes):
    total = 0.0
    for node in nodes.values():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        terms = node["fn"].log_prob(node["value"])
        for frame in node["cond_indep_stack"]:
            terms = terms * frame.full_size / frame.size
        if node["mask"] is not None:
            terms = torch.where(torch.as_tensor(node["mask"]), terms, 0.0)
        total += terms.sum().item()
    return total
