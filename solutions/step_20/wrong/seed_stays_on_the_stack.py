# ---
# title: A handler with a seed never leaves the stack
# wrong: >-
#   seed defines its own __exit__ and forgets that of Messenger. A seed does nothing to messages, so nobody notices
#   until the handler around it leaves: it takes the seed off the stack, and stays there itself.
# caught_by: [seed_state]
# hint: >-
#   Look at `STACK` after a seeded run. Your seed has an `__exit__` of its own, so the one that it has from
#   `Messenger` is no longer called by itself. Who steps off the stack now?
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
        torch.set_rng_state(self.old_state)
