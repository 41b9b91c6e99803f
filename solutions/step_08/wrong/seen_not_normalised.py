# ---
# title: The joint probability
# wrong: The probability of cause and effect together, not divided by that of the effect.
# caught_by: [seen_exact]
# hint: >-
#   Your number is the probability that both happen. But the effect has been seen already: what do both stories
#   have to be divided by?
# ---

# %% grade_id="cause_seen"
def cause_seen(program):
    values = {"cause": torch.tensor(1.0), "effect": torch.tensor(1.0)}
    return poutine.trace(poutine.condition(program, data=values)).get_trace().log_prob_sum().exp().item()
