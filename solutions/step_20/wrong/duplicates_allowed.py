# ---
# title: Two sites of one name
# wrong: A second site of the same name silently replaces the first in the trace.
# caught_by: [trace_unique]
# hint: >-
#   What becomes of the first of two sites that have one name? A density without it would be wrong, and nobody
#   would notice.
# ---

# %% grade_id="trace"
class trace(Messenger):
    def __enter__(self):
        self.nodes = {}
        return super().__enter__()

    def postprocess_message(self, msg):
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
