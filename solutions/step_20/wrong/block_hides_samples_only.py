# ---
# title: block lets every param through
# wrong: Only sample sites can be hidden.
# caught_by: [block_hides]
# hint: >-
#   A block without a rule hides everything. What does a trace around it see of a program with parameters?
# ---

# %% grade_id="block"
class block(Messenger):
    def __init__(self, fn=None, hide_fn=lambda msg: True):
        super().__init__(fn)
        self.hide_fn = hide_fn

    def process_message(self, msg):
        if msg["type"] == "sample" and self.hide_fn(msg):
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
