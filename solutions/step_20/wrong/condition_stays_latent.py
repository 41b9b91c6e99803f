# ---
# title: A conditioned site stays latent
# wrong: condition puts in the value and leaves is_observed as it was.
# caught_by: [condition_sites]
# hint: >-
#   After conditioning, is the site a draw or data? Whoever reads the message later has only one flag to tell.
# ---

# %% grade_id="condition"
class condition(Messenger):
    def __init__(self, fn, data):
        super().__init__(fn)
        self.data = data

    def process_message(self, msg):
        if msg["type"] == "sample" and msg["name"] in self.data:
            msg["value"] = self.data[msg["name"]]


class replay(Messenger):
    def __init__(self, fn, guide_trace):
        super().__init__(fn)
        self.guide_trace = guide_trace

    def process_message(self, msg):
        if msg["type"] == "sample" and not msg["is_observed"] and msg["name"] in self.guide_trace:
            msg["value"] = self.guide_trace[msg["name"]]["value"]
