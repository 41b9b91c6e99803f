# ---
# title: Data are not marked as data
# wrong: is_observed is always False.
# caught_by: [sample_statement, trace_sites, condition_sites, replay_sites, plate_expands]
# hint: >-
#   How can a handler know whether a value is data or a draw? The message has a key for it.
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
    msg = {"type": "sample", "name": name, "fn": fn, "value": obs, "is_observed": False, "stop": False}
    apply_stack(msg)
    return msg["value"]
