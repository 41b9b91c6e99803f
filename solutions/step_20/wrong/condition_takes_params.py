# ---
# title: Params are conditioned
# wrong: condition does not look at the type of a message.
# caught_by: [condition_sites]
# hint: >-
#   Give `condition` the name of a parameter. What kind of sites is it for?
# ---

# %% grade_id="condition"
class condition(Messenger):
    def __init__(self, fn, data):
        super().__init__(fn)
        self.data = data

    def process_message(self, msg):
        if msg["name"] in self.data:
            msg["value"] = self.data[msg["name"]]
            msg["is_observed"] = True


class replay(Messenger):
    def __init__(self, fn, guide_trace):
        super().__init__(fn)
        self.guide_trace = guide_trace

    def process_message(self, msg):
        if msg["type"] == "sample" and not msg["is_observed"] and msg["name"] in self.guide_trace:
            msg["value"] = self.guide_trace[msg["name"]]["value"]
