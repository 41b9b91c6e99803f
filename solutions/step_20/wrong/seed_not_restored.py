# ---
# title: The seed stays in force
# wrong: The random state is not put back when the run ends.
# caught_by: [seed_state]
# hint: >-
#   Draw a number outside, before and after a seeded run, with and without that run. Nobody outside should
#   notice it.
# ---

# %% grade_id="block"
class block(Messenger):
    def __init__(self, fn=None, hide_fn=lambda msg: True):
        super().__init__(fn)
        self.hide_fn = hide_fn

    def process_message(self, msg):
        if self.hide_fn(msg):
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
        super().__exit__(*exception)
