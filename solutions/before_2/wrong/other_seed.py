# ---
# title: A seed of its own
# wrong: >-
#   manual_seed(0), whatever seed is given.
# caught_by: [reject_runs]
# hint: >-
#   Your runs are the same for every seed. From which number does the luck begin?
# ---

# %% grade_id="reject"
def reject(program, evidence, n, seed):
    luck = torch.Generator().manual_seed(0)
    runs = [program(luck) for _ in range(n)]
    return [
        run for run in runs if all(name in run and run[name] == value for name, value in evidence.items())
    ]
