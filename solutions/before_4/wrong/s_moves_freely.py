# ---
# title: s itself is moved
# wrong: >-
#   The optimiser moves s, which may step across 0.
# caught_by: [fit_tops]
# hint: >-
#   Your walker moves the standard deviation itself, and one day steps across zero. Let it move something that may
#   be any number.
# ---

# %% grade_id="fit"
def fit(objective, m=0.0, s=1.0):
    place = torch.tensor(float(m), requires_grad=True)
    log_s = torch.tensor(float(s), requires_grad=True)
    walker = torch.optim.Adam([place, log_s], lr=0.5)
    heights = []
    for _ in range(400):
        height = objective(place, log_s)
        heights.append(height.item())
        walker.zero_grad()
        (-height).backward()
        walker.step()
    return place.item(), log_s.item(), heights
