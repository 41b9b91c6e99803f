# ---
# title: The gradients are never emptied
# wrong: >-
#   zero_grad is missing.
# caught_by: [fit_tops]
# hint: >-
#   Your walk rolls on and on: each step is taken with all slopes so far. Which of the three lines of a step is
#   missing?
# ---

# %% grade_id="fit"
def fit(objective, m=0.0, s=1.0):
    place = torch.tensor(float(m), requires_grad=True)
    log_s = torch.tensor(math.log(s), requires_grad=True)
    walker = torch.optim.Adam([place, log_s], lr=0.1)
    heights = []
    for _ in range(400):
        height = objective(place, log_s.exp())
        heights.append(height.item())
        (-height).backward()
        walker.step()
    return place.item(), log_s.exp().item(), heights
