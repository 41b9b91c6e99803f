# ---
# title: The losses in the place of the heights
# wrong: >-
#   The list has minus the height.
# caught_by: [fit_tops]
# hint: >-
#   Your list falls while the walk climbs: it has what was handed to the optimiser. The text asks for the heights.
# ---

# %% grade_id="fit"
def fit(objective, m=0.0, s=1.0):
    place = torch.tensor(float(m), requires_grad=True)
    log_s = torch.tensor(math.log(s), requires_grad=True)
    walker = torch.optim.Adam([place, log_s], lr=0.1)
    heights = []
    for _ in range(400):
        height = objective(place, log_s.exp())
        heights.append(-height.item())
        walker.zero_grad()
        (-height).backward()
        walker.step()
    return place.item(), log_s.exp().item(), heights
