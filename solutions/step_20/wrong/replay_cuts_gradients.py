# ---
# title: replay puts in a copy without a past
# wrong: "The replayed value is detached from the guide's parameters."
# caught_by: [replay_sites, elbo_estimate, svi_steps, svi_params]
# hint: >-
#   The value in the earlier run knows how it was made. If you hand on a copy that does not, which parameters
#   get no gradient?
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
        if msg["type"] == "sample" and not msg["is_observed"] and msg["name"] in self.guide_trace:
            msg["value"] = self.guide_trace[msg["name"]]["value"].detach()
