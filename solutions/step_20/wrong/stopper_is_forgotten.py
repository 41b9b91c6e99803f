# ---
# title: The handler that stops is left out on the way back
# wrong: The stopping handler is not among those whose postprocess_message is called.
# caught_by: [handlers_stop]
# hint: >-
#   The handler that stopped the message has met it, too. Is it passed on the way back?
# ---

# %% grade_id="stack"
def apply_stack(msg):
    met = []
    for handler in reversed(STACK):
        handler.process_message(msg)
        if msg["stop"]:
            break
        met.append(handler)
    if msg["value"] is None:
        msg["value"] = draw(msg["fn"]) if msg["type"] == "sample" else msg["fn"]()
    for handler in reversed(met):
        handler.postprocess_message(msg)


def sample(name, fn, obs=None):
    msg = {"type": "sample", "name": name, "fn": fn, "value": obs, "is_observed": obs is not None, "stop": False}
    apply_stack(msg)
    return msg["value"]
