# ---
# title: "The old state is that of the handler's making"
# wrong: The random state is remembered when the handler is made, not when a run begins.
# caught_by: [seed_state]
# hint: >-
#   Which state has to come back when a run ends: the one at the time when the handler was made, or the one at
#   the time when the run began? There may be draws between the two.
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
        self.old_state = torch.get_rng_state()
        torch.manual_seed(rng_seed)
        self.seeded_state = torch.get_rng_state()
        torch.set_rng_state(self.old_state)

    def __enter__(self):
        torch.set_rng_state(self.seeded_state)
        return super().__enter__()

    def __exit__(self, *exception):
        torch.set_rng_state(self.old_state)
        super().__exit__(*exception)
