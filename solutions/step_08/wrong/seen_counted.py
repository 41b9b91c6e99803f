# ---
# title: Counted in random runs
# wrong: "A share among a thousand random runs: close, but not exact, and another one each time."
# caught_by: [seen_exact]
# hint: >-
#   Your function counts random runs, so its answer is only close, and changes from call to call. There are two
#   stories only: weigh them.
# ---

# %% grade_id="cause_seen"
def cause_seen(program):
    kept = []
    for _ in range(1000):
        trace = poutine.trace(program).get_trace()
        if trace.nodes["effect"]["value"] == 1.0:
            kept.append(trace.nodes["cause"]["value"])
    return torch.stack(kept).mean().item()
