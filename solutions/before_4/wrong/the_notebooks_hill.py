# ---
# title: The top of the notebook's hill
# wrong: >-
#   The numbers of the hill in the check, whatever the objective.
# caught_by: [fit_tops]
# hint: >-
#   Your answer is the top of the hill in the check, whatever one asks for. The graders bring hills of their own.
# unnoticed: >-
#   It gives the right top of the only hill that the check has; other hills tell.
# ---

# %% grade_id="fit"
def fit(objective, m=0.0, s=1.0):
    start = objective(torch.tensor(m), torch.tensor(s)).item()
    return 4.0, 0.05, [start, objective(torch.tensor(4.0), torch.tensor(0.05)).item()]
