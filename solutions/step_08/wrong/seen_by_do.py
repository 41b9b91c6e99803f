# ---
# title: The effect is set where it was seen
# wrong: do cuts the effect off, so cause_seen returns the probability from before.
# caught_by: [seen_exact]
# hint: >-
#   Your answer is the probability of the cause before anything was seen. You have set the effect, and what is
#   set says nothing about its cause.
# ---

# %% grade_id="cause_seen"
def cause_seen(program):
    made = poutine.do(program, data={"effect": torch.tensor(1.0)})
    trace = poutine.trace(poutine.condition(made, data={"cause": torch.tensor(1.0)})).get_trace()
    trace.compute_log_prob()
    return trace.nodes["cause"]["log_prob"].exp().item()
