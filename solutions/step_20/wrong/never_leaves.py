# ---
# title: Handlers never leave the stack
# wrong: __exit__ does nothing, so every handler stays in force for ever.
# caught_by: [handlers_order, handlers_stop, handlers_leave, trace_sites, trace_unique, trace_density, param_store, condition_sites, replay_sites, block_hides, seed_state, plate_expands, plate_nested, plate_refuses, elbo_estimate, svi_steps, svi_params]
# hint: >-
#   Look at `STACK` after a `with` block has ended. Who takes the handler off again?
# ---

# %% grade_id="messenger"
class Messenger:
    def __init__(self, fn=None):
        self.fn = fn

    def __enter__(self):
        STACK.append(self)
        return self

    def __exit__(self, *exception):
        pass

    def __call__(self, *args, **kwargs):
        with self:
            return self.fn(*args, **kwargs)

    def process_message(self, msg):
        pass

    def postprocess_message(self, msg):
        pass
