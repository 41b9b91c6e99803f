# ---
# title: An optimiser without a memory
# wrong: A new Adam is made at every step, which forgets the past gradients.
# caught_by: [svi_steps, svi_params]
# hint: >-
#   What does Adam remember from step to step, and where is it kept if the optimiser is made anew each time?
# ---

# %% grade_id="svi"
class Adam:
    def __init__(self, optim_args):
        self.optim_args = optim_args
        self.optimisers = {}

    def __call__(self, params):
        for tensor in params:
            torch.optim.Adam([tensor], **self.optim_args).step()


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
