# ---
# title: Without handlers obs is forgotten
# wrong: "A shortcut for the empty stack draws, whether or not there is an obs (as in Pyro's own minipyro)."
# caught_by: [sample_statement]
# hint: >-
#   Try `sample` with `obs` outside of all handlers. A shortcut for the empty stack has to answer the same
#   question as the long way.
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
    if not STACK:
        return draw(fn)
    msg = {"type": "sample", "name": name, "fn": fn, "value": obs, "is_observed": obs is not None, "stop": False}
    apply_stack(msg)
    return msg["value"]
