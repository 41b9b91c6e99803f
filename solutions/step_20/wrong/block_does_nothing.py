# ---
# title: block hides nothing
# wrong: process_message does nothing, so outer handlers see every site.
# caught_by: [block_hides, svi_steps, svi_params]
# hint: >-
#   Put a trace around a block and look at its sites. How does a handler tell the stack that a message is to go
#   no farther?
# ---

# %% grade_id="block"
class block(Messenger):
    def __init__(self, fn=None, hide_fn=lambda msg: True):
        super().__init__(fn)
        self.hide_fn = hide_fn

    def process_message(self, msg):
        pass


class seed(Messenger):
    def __init__(self, fn=None, rng_seed=0):
        super().__init__(fn)
        self.rng_seed = rng_seed

    def __enter__(self):
        self.old_state = torch.get_rng_state()
        torch.manual_seed(self.rng_seed)
        return super().__enter__()

    def __exit__(self, *exception):
        torch.set_rng_state(self.old_state)
        super().__exit__(*exception)
