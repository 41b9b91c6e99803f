# ---
# title: After an exception the seed stays in force
# wrong: The random state is put back only when the run ends well.
# caught_by: [seed_state]
# hint: >-
#   What is the state of the generator after a seeded run that failed? `__exit__` is called then, too.
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
        if exception[0] is None:
            torch.set_rng_state(self.old_state)
        super().__exit__(*exception)
