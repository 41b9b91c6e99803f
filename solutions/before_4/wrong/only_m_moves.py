# ---
# title: Only one of the two numbers moves
# wrong: >-
#   log_s is not handed to the optimiser.
# caught_by: [fit_tops]
# hint: >-
#   Your s is what it was at the start. Which numbers does your walker know?
# ---

# %% grade_id="fit"
def fit(objective, m=0.0, s=1.0):
    place = torch.tensor(float(m), requires_grad=True)
    log_s = torch.tensor(math.log(s), requires_grad=True)
    walker = torch.optim.Adam([place], lr=0.1)
    heights = []
    for _ in range(400):
        height = objective(place, log_s.exp())
        heights.append(height.item())
        walker.zero_grad()
        (-height).backward()
        walker.step()
    return place.item(), log_s.exp().item(), heights
