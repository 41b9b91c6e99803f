# ---
# title: Every run is kept
# wrong: >-
#   The evidence is not looked at.
# caught_by: [reject_runs]
# hint: >-
#   You keep every run, whatever was seen. Which worlds are to be thrown away?
# ---

# %% grade_id="reject"
def reject(program, evidence, n, seed):
    luck = torch.Generator().manual_seed(seed)
    return [program(luck) for _ in range(n)]
