# ---
# title: An AssertionError for a duplicate
# wrong: The check is an assert, which raises another class of error than the text asks for (and vanishes under python -O).
# caught_by: [trace_unique]
# hint: >-
#   You notice the second site. Compare the class of the error with what the text asks for.
# ---

# %% grade_id="trace"
class trace(Messenger):
    def __enter__(self):
        self.nodes = {}
        return super().__enter__()

    def postprocess_message(self, msg):
        earlier = self.nodes.get(msg["name"])
        assert earlier is None or msg["type"] == "param", f"the name {msg['name']} comes twice"
        self.nodes[msg["name"]] = msg.copy()

    def get_trace(self, *args, **kwargs):
        self(*args, **kwargs)
        return self.nodes


def log_prob_sum(nodes):
    total = torch.tensor(0.0)
    for node in nodes.values():
        if node["type"] == "sample":
            total = total + node["fn"].log_prob(node["value"]).sum()
    return total
