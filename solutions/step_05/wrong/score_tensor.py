# ---
# title: The score is a tensor
# wrong: >-
#   The number is right but not a plain float.
# caught_by: [score_plain]
# hint: >-
#   The number is right, but it is a tensor. Step 1 shows how to get the plain Python number out of one.
# ---

# %% grade_id="log_prob_sum"
def log_prob_sum(nodes):
    total = torch.tensor(0.0)
    for node in nodes.values():
        if node["type"] != "sample" or site_is_subsample(node):
            continue
        terms = node["fn"].log_prob(node["value"]) * node["scale"]
        if node["mask"] is not None:
            terms = torch.where(torch.as_tensor(node["mask"]), terms, 0.0)
        total = total + terms.sum()
    return total
