# ---
# title: The message meets the outermost handler first
# wrong: The way out goes through the stack from its beginning, and the way back from its end.
# caught_by: [handlers_order, handlers_stop, trace_sites, condition_sites, block_hides, svi_steps, svi_params]
# hint: >-
#   Who has to see a message first: the handler nearest to the statement, or the one farthest away? Remember at
#   which end of the stack a handler steps on.
# ---

# %% grade_id="stack"
def apply_stack(msg):
    met = []
    for handler in STACK:
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
