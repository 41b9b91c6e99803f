# ---
# title: Setting makes all values equal
# wrong: >-
#   After doing, the first is uniform.
# caught_by: [see_do]
# hint: >-
#   When the second is set by hand, your first thing forgets what is known about it. It is as likely as it was
#   before.
# ---

# %% grade_id="seeing_and_doing"
def seeing_and_doing(first, second):
    joint = (first.unsqueeze(1) * second).T
    return joint / joint.sum(dim=1, keepdim=True), torch.full_like(joint, 1 / len(first))
