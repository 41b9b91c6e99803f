# ---
# title: The way back in the order of the way out
# wrong: postprocess_message is called from the innermost handler outwards.
# caught_by: [handlers_order, trace_sites]
# hint: >-
#   The message comes back the way it went. If it left the house through the hall and then the gate, where does
#   it pass first when it returns?
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
    for handler in met:
        handler.postprocess_message(msg)


def sample(name, fn, obs=None):
    msg = {"type": "sample", "name": name, "fn": fn, "value": obs, "is_observed": obs is not None, "stop": False}
    apply_stack(msg)
    return msg["value"]
