# ---
# title: replay overwrites data
# wrong: "A site that is observed gets the earlier run's value (as in Pyro's own minipyro)."
# caught_by: [replay_sites]
# hint: >-
#   What if a site that has data bears a name of the earlier run? Data are data.
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
        if msg["type"] == "sample" and msg["name"] in self.guide_trace:
            msg["value"] = self.guide_trace[msg["name"]]["value"]
