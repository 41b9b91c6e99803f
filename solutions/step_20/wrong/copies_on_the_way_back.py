# ---
# title: On the way back, handlers get copies
# wrong: postprocess_message gets a copy, so what a handler changes on the way back is lost.
# caught_by: [handlers_order]
# hint: >-
#   A handler may change the value on the way back, too. Who sees the change, if each handler gets a copy of its
#   own?
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
        handler.postprocess_message(dict(msg))


def sample(name, fn, obs=None):
    msg = {"type": "sample", "name": name, "fn": fn, "value": obs, "is_observed": obs is not None, "stop": False}
    apply_stack(msg)
    return msg["value"]
