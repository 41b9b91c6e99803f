# ---
# title: A parameter starts anew at every call
# wrong: Every call with a start value overwrites what is in the store.
# caught_by: [param_store, svi_steps, svi_params]
# hint: >-
#   What does the second call with a start value do to a parameter that has been trained? The start value is for
#   the first call only.
# ---

# %% grade_id="param"
def clear_param_store():
    STORE.clear()


def param(name, init_value=None, constraint=constraints.real):
    def look_up():
        if init_value is not None:
            free = transform_to(constraint).inv(init_value.detach()).detach().clone()
            STORE[name] = free.requires_grad_(), constraint
        free, kept = STORE[name]
        value = transform_to(kept)(free)
        value.unconstrained = lambda: free
        return value

    msg = {"type": "param", "name": name, "fn": look_up, "value": None, "is_observed": False, "stop": False}
    apply_stack(msg)
    return msg["value"]
