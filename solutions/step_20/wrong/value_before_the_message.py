# ---
# title: The store is asked before the handlers
# wrong: The look-up runs before the message travels, so a handler that puts in a value comes too late to keep the store out.
# caught_by: [param_store]
# hint: >-
#   Who decides about a parameter's value first: the handlers, or the store? Compare with the moment at which a
#   sample site is drawn.
# ---

# %% grade_id="param"
def clear_param_store():
    STORE.clear()


def param(name, init_value=None, constraint=constraints.real):
    def look_up():
        if name not in STORE:
            if init_value is None:
                raise KeyError(name)
            free = transform_to(constraint).inv(init_value.detach()).detach().clone()
            STORE[name] = free.requires_grad_(), constraint
        free, kept = STORE[name]
        value = transform_to(kept)(free)
        value.unconstrained = lambda: free
        return value

    msg = {"type": "param", "name": name, "fn": look_up, "value": look_up(), "is_observed": False, "stop": False}
    apply_stack(msg)
    return msg["value"]
