# ---
# title: The walker never steps
# wrong: >-
#   step is missing, so what is returned is the start.
# caught_by: [fit_tops]
# hint: >-
#   What you return is the start. Gradients alone do not move anything.
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
    return place.item(), log_s.exp().item(), heights
