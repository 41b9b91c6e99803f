# ---
# title: The mean of the log probs of a site
# wrong: Log probs are averaged over the elements of a site instead of added.
# caught_by: [trace_density, elbo_estimate]
# hint: >-
#   Independent events happen together with the product of their probabilities. What is that for logarithms?
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
            total = total + node["fn"].log_prob(node["value"]).mean()
    return total
