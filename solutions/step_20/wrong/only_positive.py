# ---
# title: Every constraint is taken for a positive one
# wrong: Logarithm and exponential are used for every constraint.
# caught_by: [param_constraint]
# hint: >-
#   Not every constraint is `positive`. PyTorch knows the right transformation for each of them.
# ---

# %% grade_id="param"
def clear_param_store():
    STORE.clear()


def param(name, init_value=None, constraint=constraints.real):
    def look_up():
        if name not in STORE:
            if init_value is None:
                raise KeyError(name)
            free = (init_value if constraint is constraints.real else init_value.log()).detach().clone()
            STORE[name] = free.requires_grad_(), constraint
        free, kept = STORE[name]
        value = free * 1 if kept is constraints.real else free.exp()
        value.unconstrained = lambda: free
        return value

    msg = {"type": "param", "name": name, "fn": look_up, "value": None, "is_observed": False, "stop": False}
    apply_stack(msg)
    return msg["value"]
