# ---
# title: The list of parameters is made once
# wrong: The parameters are collected in the first step and never again.
# caught_by: [svi_params]
# hint: >-
#   What if a parameter is met for the first time in the third step, or not at all in the fourth?
# ---

# %% grade_id="svi"
class Adam:
    def __init__(self, optim_args):
        self.optim_args = optim_args
        self.optimisers = {}

    def __call__(self, params):
        for tensor in params:
            if tensor not in self.optimisers:
                self.optimisers[tensor] = torch.optim.Adam([tensor], **self.optim_args)
            self.optimisers[tensor].step()


class SVI:
    def __init__(self, model, guide, optim):
        self.model, self.guide, self.optim = model, guide, optim

    def step(self, *args, **kwargs):
        record = trace(block(elbo_loss, hide_fn=lambda msg: msg["type"] != "param"))
        loss = record(self.model, self.guide, *args, **kwargs)
        loss.backward()
        if not hasattr(self, "params"):
            self.params = [node["value"].unconstrained() for node in record.nodes.values()]
        params = self.params
        self.optim(params)
        for tensor in params:
            tensor.grad = None
        return loss.item()
