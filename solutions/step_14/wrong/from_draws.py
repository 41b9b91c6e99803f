# ---
# title: A thousand draws
# wrong: >-
#   The moments are estimated from draws, where exact ones are asked for.
# caught_by: [summary]
# hint: >-
#   Your numbers come from draws, and are only as good as these are many. The guide's parameters give them exactly.
# ---

# %% grade_id="constrained_summary"
def constrained_summary(guide):
    torch.manual_seed(0)
    summary = {}
    for name, (loc, scale, positive) in inside(guide).items():
        u = dist.Normal(loc, scale).sample([1000])
        values = u.exp() if positive else u
        summary[name] = (values.mean(0), values.std(0))
    return summary
