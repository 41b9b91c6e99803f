# ---
# title: "Only the guide's parameters are trained"
# wrong: The params are collected from a run of the guide alone.
# caught_by: [svi_params]
# hint: >-
#   A model can have parameters, too. Does your step meet them?
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
        state = torch.get_rng_state()
        record = trace(block(self.guide, hide_fn=lambda msg: msg["type"] != "param"))
        record(*args, **kwargs)
        torch.set_rng_state(state)
        loss = elbo_loss(self.model, self.guide, *args, **kwargs)
        loss.backward()
        params = [node["value"].unconstrained() for node in record.nodes.values()]
        self.optim(params)
        for tensor in params:
            tensor.grad = None
        return loss.item()
