# ---
# title: What did not occur agrees
# wrong: >-
#   run.get(name, value) == value.
# caught_by: [reject_runs]
# hint: >-
#   You keep runs in which what was seen does not occur at all. In such a world nobody could have seen it.
# ---

# %% grade_id="reject"
def reject(program, evidence, n, seed):
    luck = torch.Generator().manual_seed(seed)
    runs = [program(luck) for _ in range(n)]
    return [run for run in runs if all(run.get(name, value) == value for name, value in evidence.items())]
