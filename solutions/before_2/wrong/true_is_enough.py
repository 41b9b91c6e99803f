# ---
# title: What is true agrees
# wrong: >-
#   if run[name]: the value that was seen is not compared.
# caught_by: [reject_runs]
# hint: >-
#   You keep runs in which what was seen is true, whatever value was seen. Compare with the value.
# ---

# %% grade_id="reject"
def reject(program, evidence, n, seed):
    luck = torch.Generator().manual_seed(seed)
    runs = [program(luck) for _ in range(n)]
    return [run for run in runs if all(run.get(name) for name in evidence)]
