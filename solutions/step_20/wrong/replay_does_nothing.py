# ---
# title: replay does nothing
# wrong: The values of the earlier run are never put in.
# caught_by: [replay_sites, elbo_estimate, svi_steps, svi_params]
# hint: >-
#   Compare the values of the earlier run with those of the replayed one. On which of its two ways does the
#   message still take a value?
# ---

# %% grade_id="condition"
class condition(Messenger):
    def __init__(self, fn, data):
        super().__init__(fn)
        self.data = data

    def process_message(self, msg):
        if msg["type"] == "sample" and msg["name"] in self.data:
            msg["value"] = self.data[msg["name"]]
            msg["is_observed"] = True


class replay(Messenger):
    def __init__(self, fn, guide_trace):
        super().__init__(fn)
        self.guide_trace = guide_trace

    def process_message(self, msg):
        pass
