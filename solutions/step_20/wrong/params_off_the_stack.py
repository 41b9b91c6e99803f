# ---
# title: Params are invisible
# wrong: param returns its value without sending a message.
# caught_by: [param_store, condition_sites, replay_sites, block_hides, plate_expands, svi_steps, svi_params]
# hint: >-
#   What does a trace see of a parameter? A param is a statement like `sample`: it sends a message.
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

    return look_up()
