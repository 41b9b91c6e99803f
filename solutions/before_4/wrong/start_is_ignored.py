# ---
# title: The start is ignored
# wrong: >-
#   The walk always begins at 0 and 1.
# caught_by: [fit_tops]
# hint: >-
#   Your first height belongs to another place than the one that was asked for. Where does your walk begin?
# ---

# %% grade_id="fit"
def fit(objective, m=0.0, s=1.0):
    place = torch.tensor(0.0, requires_grad=True)
    log_s = torch.tensor(0.0, requires_grad=True)
    walker = torch.optim.Adam([place, log_s], lr=0.1)
    heights = []
    for _ in range(400):
        height = objective(place, log_s.exp())
        heights.append(height.item())
        walker.zero_grad()
        (-height).backward()
        walker.step()
    return place.item(), log_s.exp().item(), heights
