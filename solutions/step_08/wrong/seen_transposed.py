# ---
# title: The probability of the effect given the cause
# wrong: "The conditional is the wrong way round: the term of the effect in the story with the cause."
# caught_by: [seen_exact]
# hint: >-
#   You answer how likely the effect is when the cause is there. The question is the other way round: how likely
#   is the cause when the effect is there?
# ---

# %% grade_id="cause_seen"
def cause_seen(program):
    values = {"cause": torch.tensor(1.0), "effect": torch.tensor(1.0)}
    trace = poutine.trace(poutine.condition(program, data=values)).get_trace()
    trace.compute_log_prob()
    return trace.nodes["effect"]["log_prob"].exp().item()
