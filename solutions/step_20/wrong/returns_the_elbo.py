# ---
# title: step returns the ELBO
# wrong: The sign of the returned number is that of the ELBO, not of the loss.
# caught_by: [svi_steps]
# hint: >-
#   Should the numbers that `step` returns fall or rise when a training goes well? Compare their sign with that
#   of your loss.
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
        params = [node["value"].unconstrained() for node in record.nodes.values()]
        self.optim(params)
        for tensor in params:
            tensor.grad = None
        return -loss.item()
