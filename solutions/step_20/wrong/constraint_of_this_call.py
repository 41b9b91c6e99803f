# ---
# title: The second call forgets the constraint
# wrong: The transformation is that of the current call, whose constraint may have been left out.
# caught_by: [param_constraint, svi_steps, svi_params]
# hint: >-
#   Call a positive parameter a second time, by its name alone. Whose constraint is used: the one of this call,
#   or the one that belongs to the parameter?
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
        free, _ = STORE[name]
        value = transform_to(constraint)(free)
        value.unconstrained = lambda: free
        return value

    msg = {"type": "param", "name": name, "fn": look_up, "value": None, "is_observed": False, "stop": False}
    apply_stack(msg)
    return msg["value"]
