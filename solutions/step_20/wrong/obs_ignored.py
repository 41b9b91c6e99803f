# ---
# title: obs is ignored
# wrong: The message never gets the value of obs.
# caught_by: [sample_statement, trace_sites, trace_density, condition_sites, replay_sites, plate_expands, elbo_estimate, svi_steps, svi_params]
# hint: >-
#   What does `sample` do with `obs`? Follow its value through the message.
# ---

# %% grade_id="stack"
def apply_stack(msg):
    met = []
    for handler in reversed(STACK):
        met.append(handler)
        handler.process_message(msg)
        if msg["stop"]:
            break
    if msg["value"] is None:
        msg["value"] = draw(msg["fn"]) if msg["type"] == "sample" else msg["fn"]()
    for handler in reversed(met):
        handler.postprocess_message(msg)


def sample(name, fn, obs=None):
    msg = {"type": "sample", "name": name, "fn": fn, "value": None, "is_observed": False, "stop": False}
    apply_stack(msg)
    return msg["value"]
