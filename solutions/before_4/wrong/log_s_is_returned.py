# ---
# title: The logarithm of s is returned
# wrong: >-
#   The number that the optimiser moves, not the standard deviation.
# caught_by: [fit_tops]
# hint: >-
#   What you return as s may be negative: it is the number that your walker moves. What is s, seen from there?
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
        (-height).backward()
        walker.step()
    return place.item(), log_s.item(), heights
