# ---
# title: What did not occur is an error
# wrong: >-
#   run[name] without asking whether it is there.
# caught_by: [reject_runs]
# hint: >-
#   Your function stops at a run in which a name of the evidence does not occur. Such a run does not agree, and that
#   is all.
# ---

# %% grade_id="reject"
def reject(program, evidence, n, seed):
    luck = torch.Generator().manual_seed(seed)
    runs = [program(luck) for _ in range(n)]
    return [run for run in runs if all(run[name] == value for name, value in evidence.items())]
