# ---
# title: The values are put in by hand
# wrong: >-
#   do for see: the evidence is written into every run.
# caught_by: [reject_runs]
# hint: >-
#   You write what was seen into every run, and keep them all. A world that is changed by hand is not one that came
#   out that way.
# ---

# %% grade_id="reject"
def reject(program, evidence, n, seed):
    luck = torch.Generator().manual_seed(seed)
    return [program(luck) | evidence for _ in range(n)]
