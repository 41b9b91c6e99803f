# ---
# title: The probability of one story is not divided by that of both
# wrong: >-
#   The joint density of cloudy and temp is returned.
# caught_by: [cloudy_exact]
# hint: >-
#   Your number says how probable a cloudy day of this temperature is among *all* days. The question is about days
#   of which the temperature is known: by what is it to be divided?
# ---

# %% grade_id="cloudy_given"
def cloudy_given(temp, program):
    values = {"cloudy": torch.tensor(1.0), "temp": torch.tensor(temp)}
    story = poutine.condition(program, data=values)
    return poutine.trace(story).get_trace().log_prob_sum().exp().item()
