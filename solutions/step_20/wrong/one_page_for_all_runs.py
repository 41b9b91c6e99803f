# ---
# title: All runs on one page
# wrong: The dictionary is made once for each trace object, so a second get_trace finds the first run in it.
# caught_by: [trace_sites]
# hint: >-
#   Call `get_trace` twice on the same object. When does the clerk take a fresh page?
# ---

# %% grade_id="trace"
class trace(Messenger):
    def __init__(self, fn=None):
        super().__init__(fn)
        self.nodes = {}

    def postprocess_message(self, msg):
        earlier = self.nodes.get(msg["name"])
        if earlier is not None and not earlier["type"] == msg["type"] == "param":
            raise RuntimeError(f"the name {msg['name']} comes twice")
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
