# ---
# title: Constraints have no effect
# wrong: The start value is stored as it is, and returned as it is.
# caught_by: [param_constraint, elbo_estimate, svi_steps, svi_params]
# hint: >-
#   Where does an optimiser's step lead a positive parameter that is stored as it is? The store holds a free
#   number; a transformation lies between it and the program.
# ---

# %% grade_id="param"
def clear_param_store():
    STORE.clear()


def param(name, init_value=None, constraint=constraints.real):
    def look_up():
        if name not in STORE:
            if init_value is None:
                raise KeyError(name)
            free = init_value.detach().clone()
            STORE[name] = free.requires_grad_(), constraint
        free, _ = STORE[name]
        value = free * 1
        value.unconstrained = lambda: free
        return value

    msg = {"type": "param", "name": name, "fn": look_up, "value": None, "is_observed": False, "stop": False}
    apply_stack(msg)
    return msg["value"]
