# ---
# title: The effect is seen where it was set
# wrong: cause_set conditions on the effect, so it returns the posterior.
# caught_by: [set_exact]
# hint: >-
#   Your answer treats the effect as a clue. But somebody made it happen, whatever the cause was: what can it
#   still tell you about the cause?
# ---

# %% grade_id="cause_set"
def cause_set(program):
    stories = []
    for cause in (0.0, 1.0):
        values = {"cause": torch.tensor(cause), "effect": torch.tensor(1.0)}
        stories.append(poutine.trace(poutine.condition(program, data=values)).get_trace().log_prob_sum())
    return torch.stack(stories).softmax(0)[1].item()
