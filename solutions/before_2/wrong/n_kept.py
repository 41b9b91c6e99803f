# ---
# title: n runs that agree
# wrong: >-
#   Goes on until n runs are kept.
# caught_by: [reject_runs]
# hint: >-
#   You go on until so many runs are *kept*. n says how often the program is run.
# ---

# %% grade_id="reject"
def reject(program, evidence, n, seed):
    luck = torch.Generator().manual_seed(seed)
    kept = []
    for _ in range(20 * n):
        run = program(luck)
        if len(kept) < n and all(name in run and run[name] == value for name, value in evidence.items()):
            kept.append(run)
    return kept
