# ---
# title: The value is drawn before anyone was asked
# wrong: "The draw comes before the way out: handlers that change the distribution or put in a value come too late or find a value."
# caught_by: [handlers_order, sample_statement, param_store, condition_sites, replay_sites, plate_expands, plate_nested, plate_refuses, elbo_estimate, svi_steps, svi_params]
# hint: >-
#   When is the value made? A handler may still replace the distribution, or the value itself, so it must have
#   its turn before the draw.
# ---

# %% grade_id="stack"
def apply_stack(msg):
    if msg["value"] is None and msg["type"] == "sample":
        msg["value"] = draw(msg["fn"])
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
    msg = {"type": "sample", "name": name, "fn": fn, "value": obs, "is_observed": obs is not None, "stop": False}
    apply_stack(msg)
    return msg["value"]
