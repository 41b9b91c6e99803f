# ---
# title: How often it is cloudy at all is forgotten
# wrong: >-
#   Only the densities of the temperature are compared.
# caught_by: [cloudy_exact]
# hint: >-
#   You compare how well the temperature goes with each sky, and leave out how frequent each sky is to begin with. A
#   log joint has a term for it.
# ---

# %% grade_id="cloudy_given"
def cloudy_given(temp, program):
    stories = []
    for cloudy in (0.0, 1.0):
        values = {"cloudy": torch.tensor(cloudy), "temp": torch.tensor(temp)}
        trace = poutine.trace(poutine.condition(program, data=values)).get_trace()
        trace.compute_log_prob()
        stories.append(trace.nodes["temp"]["log_prob"])
    return torch.stack(stories).softmax(0)[1].item()
