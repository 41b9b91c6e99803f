# ---
# title: exp before the division
# wrong: >-
#   Far out both densities are 0 to a float32, and 0 is divided by 0.
# caught_by: [cloudy_exact]
# hint: >-
#   Near the middle your answers are right, and far out they are no numbers. Which number does `exp` give for a log
#   joint that is very low, and what is that divided by itself?
# ---

# %% grade_id="cloudy_given"
def cloudy_given(temp, program):
    stories = []
    for cloudy in (0.0, 1.0):
        values = {"cloudy": torch.tensor(cloudy), "temp": torch.tensor(temp)}
        story = poutine.condition(program, data=values)
        stories.append(poutine.trace(story).get_trace().log_prob_sum().exp())
    return (stories[1] / (stories[0] + stories[1])).item()
