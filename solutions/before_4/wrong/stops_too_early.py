# ---
# title: Too few steps
# wrong: >-
#   Fifty steps do not lead ten units away.
# caught_by: [fit_tops]
# hint: >-
#   Your walk goes in the right direction, and ends before it has arrived. How far can it get in so many steps?
# ---

# %% grade_id="fit"
def fit(objective, m=0.0, s=1.0):
    place = torch.tensor(float(m), requires_grad=True)
    log_s = torch.tensor(math.log(s), requires_grad=True)
    walker = torch.optim.Adam([place, log_s], lr=0.1)
    heights = []
    for _ in range(50):
        height = objective(place, log_s.exp())
        heights.append(height.item())
        walker.zero_grad()
        (-height).backward()
        walker.step()
    return place.item(), log_s.exp().item(), heights
