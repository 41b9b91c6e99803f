# ---
# title: A replayed site counts as data
# wrong: replay marks its sites as observed, as condition does.
# caught_by: [replay_sites]
# hint: >-
#   What is the difference between `replay` and `condition`? A replayed value is still a draw.
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
            msg["value"] = self.guide_trace[msg["name"]]["value"]
            msg["is_observed"] = True
