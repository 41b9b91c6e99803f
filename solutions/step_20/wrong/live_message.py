# ---
# title: The trace keeps the message, not a copy
# wrong: The recorded entry is the live dictionary, which inner handlers change afterwards.
# caught_by: [trace_sites]
# hint: >-
#   The message goes on after you have noted it. Does your note change when somebody changes the message?
# ---

# %% grade_id="trace"
class trace(Messenger):
    def __enter__(self):
        self.nodes = {}
        return super().__enter__()

    def postprocess_message(self, msg):
        earlier = self.nodes.get(msg["name"])
        if earlier is not None and not earlier["type"] == msg["type"] == "param":
            raise RuntimeError(f"the name {msg['name']} comes twice")
        self.nodes[msg["name"]] = msg

    def get_trace(self, *args, **kwargs):
        self(*args, **kwargs)
        return self.nodes


def log_prob_sum(nodes):
    total = torch.tensor(0.0)
    for node in nodes.values():
        if node["type"] == "sample":
            total = total + node["fn"].log_prob(node["value"]).sum()
    return total
