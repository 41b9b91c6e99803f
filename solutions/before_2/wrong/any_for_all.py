# ---
# title: Any of the evidence will do
# wrong: >-
#   any in place of all.
# caught_by: [reject_runs]
# hint: >-
#   Your runs agree with something that was seen, but not with all of it.
# ---

# %% grade_id="reject"
def reject(program, evidence, n, seed):
    luck = torch.Generator().manual_seed(seed)
    runs = [program(luck) for _ in range(n)]
    if not evidence:
        return runs
    return [run for run in runs if any(run.get(name, None) == value for name, value in evidence.items())]
