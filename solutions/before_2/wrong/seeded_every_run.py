# ---
# title: Every run has the same luck
# wrong: >-
#   A new generator for each run.
# caught_by: [reject_runs]
# hint: >-
#   All your runs are the same: each begins with the same luck. One generator serves all of them.
# ---

# %% grade_id="reject"
def reject(program, evidence, n, seed):
    runs = [program(torch.Generator().manual_seed(seed)) for _ in range(n)]
    return [
        run for run in runs if all(name in run and run[name] == value for name, value in evidence.items())
    ]
