# ---
# title: Steps too large to come to rest
# wrong: >-
#   A learning rate of 20 jumps about the top.
# caught_by: [fit_tops]
# hint: >-
#   Your steps are so large that the walk jumps about the top and never comes to rest there. What did section 3 say
#   of that?
# ---

# %% grade_id="fit"
def fit(objective, m=0.0, s=1.0):
    place = torch.tensor(float(m), requires_grad=True)
    log_s = torch.tensor(math.log(s), requires_grad=True)
    walker = torch.optim.Adam([place, log_s], lr=20.0)
    heights = []
    for _ in range(400):
        height = objective(place, log_s.exp())
        heights.append(height.item())
        walker.zero_grad()
        (-height).backward()
        walker.step()
    return place.item(), log_s.exp().item(), heights
