# ---
# title: block never asks hide_fn
# wrong: Every site is hidden, whatever hide_fn says.
# caught_by: [block_hides, svi_steps, svi_params]
# hint: >-
#   Who decides what is hidden? The function that was given is never asked.
# ---

# %% grade_id="block"
class block(Messenger):
    def __init__(self, fn=None, hide_fn=lambda msg: True):
        super().__init__(fn)
        self.hide_fn = hide_fn

    def process_message(self, msg):
        msg["stop"] = True


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
