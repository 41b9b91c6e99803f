# ---
# title: Log probs are summed along one dim only
# wrong: sum(-1) adds along the last dim; a site with two batch dims leaves a vector.
# caught_by: [trace_density]
# hint: >-
#   A site can have more than one batch dim. Look at the shape of what you return for a site whose batch shape
#   has two entries.
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
        self.nodes[msg["name"]] = msg.copy()

    def get_trace(self, *args, **kwargs):
        self(*args, **kwargs)
        return self.nodes


def log_prob_sum(nodes):
    total = torch.tensor(0.0)
    for node in nodes.values():
        if node["type"] == "sample":
            log_prob = node["fn"].log_prob(node["value"])
            total = total + (log_prob.sum(-1) if log_prob.dim() else log_prob)
    return total
