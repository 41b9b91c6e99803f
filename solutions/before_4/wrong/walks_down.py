# ---
# title: Down the hill
# wrong: >-
#   The objective is handed to the optimiser as it is, so it is made small.
# caught_by: [fit_tops]
# hint: >-
#   Look at your heights: they fall. An optimiser walks down, so what do you have to hand to it?
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
        walker.zero_grad()
        height.backward()
        walker.step()
    return place.item(), log_s.exp().item(), heights
