# ---
# title: Only the first thing seen counts
# wrong: >-
#   The loop over the evidence ends after one.
# caught_by: [reject_runs]
# hint: >-
#   Your runs agree with one thing that was seen. There may be more.
# ---

# %% grade_id="reject"
def reject(program, evidence, n, seed):
    luck = torch.Generator().manual_seed(seed)
    runs = [program(luck) for _ in range(n)]
    for name, value in evidence.items():
        return [run for run in runs if name in run and run[name] == value]
    return runs
