# ---
# title: log_prob_sum() under do
# wrong: The sum has the term of an effect that the cut site draws for itself, so the answer is random.
# caught_by: [set_exact]
# hint: >-
#   Your sum has two terms, and one of them belongs to a value that the cut site drew for itself. Which term is
#   about the cause?
# ---

# %% grade_id="cause_set"
def cause_set(program):
    made = poutine.do(program, data={"effect": torch.tensor(1.0)})
    trace = poutine.trace(poutine.condition(made, data={"cause": torch.tensor(1.0)})).get_trace()
    return trace.log_prob_sum().exp().item()
