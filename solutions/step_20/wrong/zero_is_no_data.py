# ---
# title: A datum of zero does not count as observed
# wrong: The truth value of obs decides about is_observed, so a zero looks like no data.
# caught_by: [sample_statement]
# hint: >-
#   Zero is a number like any other. Ask whether there *are* data, not whether they are true.
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
    msg = {
        "type": "sample",
        "name": name,
        "fn": fn,
        "value": obs,
        "is_observed": obs is not None and bool((obs != 0).all()),
        "stop": False,
    }
    apply_stack(msg)
    return msg["value"]
