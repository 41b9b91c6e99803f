# ---
# title: Only the learning rate arrives
# wrong: "Other settings than lr are not handed on to torch's Adam."
# caught_by: [svi_steps]
# hint: >-
#   What else can be in the dictionary of settings, besides the learning rate?
# ---

# %% grade_id="svi"
class Adam:
    def __init__(self, optim_args):
        self.optim_args = optim_args
        self.optimisers = {}

    def __call__(self, params):
        for tensor in params:
            if tensor not in self.optimisers:
                self.optimisers[tensor] = torch.optim.Adam([tensor], lr=self.optim_args["lr"])
            self.optimisers[tensor].step()


class SVI:
    def __init__(self, model, guide, optim):
        self.model, self.guide, self.optim = model, guide, optim

    def step(self, *args, **kwargs):
        record = trace(block(elbo_loss, hide_fn=lambda msg: msg["type"] != "param"))
        loss = record(self.model, self.guide, *args, **kwargs)
        loss.backward()
        params = [node["value"].unconstrained() for node in record.nodes.values()]
        self.optim(params)
        for tensor in params:
            tensor.grad = None
        return loss.item()
