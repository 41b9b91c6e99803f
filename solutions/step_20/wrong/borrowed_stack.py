# ---
# title: "The stack is Pyro's"
# wrong: apply_stack and sample hand everything on to pyro, which is not there while the work is graded.
# caught_by: [handlers_order, handlers_stop, handlers_leave, sample_statement, trace_sites, trace_unique, trace_density, param_store, param_constraint, condition_sites, replay_sites, block_hides, seed_state, plate_expands, plate_nested, plate_refuses, elbo_estimate, svi_steps, svi_params]
# hint: >-
#   There is no pyro where this is graded, and you do not need it: PyTorch and your own functions are enough.
# ---

# %% grade_id="stack"
def apply_stack(msg):
    from pyro.poutine.runtime import apply_stack as theirs

    theirs(msg)


def sample(name, fn, obs=None):
    import pyro

    return pyro.sample(name, fn, obs=obs)
