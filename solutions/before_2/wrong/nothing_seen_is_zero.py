# ---
# title: What is never seen gives zeros
# wrong: >-
#   NaN is replaced by 0.
# caught_by: [see_do]
# hint: >-
#   For what is never seen your row has numbers. A row of zeros is no distribution; the text asks for what says that
#   there is no answer.
# ---

# %% grade_id="seeing_and_doing"
def seeing_and_doing(first, second):
    joint = (first.unsqueeze(1) * second).T
    seeing = (joint / joint.sum(dim=1, keepdim=True)).nan_to_num(0.0)
    return seeing, first.expand(second.shape[1], -1)
