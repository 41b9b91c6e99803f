# ---
# title: On the way back, handlers see what was hidden from them
# wrong: postprocess_message is called on the whole stack, also outside of the handler that stopped the message.
# caught_by: [handlers_stop, block_hides, svi_steps, svi_params]
# hint: >-
#   A message that was stopped on the way out never met the outer handlers. Should they meet it on the way back?
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
    for handler in STACK:
        handler.postprocess_message(msg)


def sample(name, fn, obs=None):
    msg = {"type": "sample", "name": name, "fn": fn, "value": obs, "is_observed": obs is not None, "stop": False}
    apply_stack(msg)
    return msg["value"]
