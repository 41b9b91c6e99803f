# ---
# title: A stopped message goes on
# wrong: "apply_stack never looks at msg['stop']."
# caught_by: [handlers_stop, block_hides, svi_steps, svi_params]
# hint: >-
#   A handler can ask for the message to go no farther. Who in your code reads what it has written?
# ---

# %% grade_id="stack"
def apply_stack(msg):
    met = []
    for handler in reversed(STACK):
        met.append(handler)
        handler.process_message(msg)
    if msg["value"] is None:
        msg["value"] = draw(msg["fn"]) if msg["type"] == "sample" else msg["fn"]()
    for handler in reversed(met):
        handler.postprocess_message(msg)


def sample(name, fn, obs=None):
    msg = {"type": "sample", "name": name, "fn": fn, "value": obs, "is_observed": obs is not None, "stop": False}
    apply_stack(msg)
    return msg["value"]
