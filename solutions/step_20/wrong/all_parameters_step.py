# ---
# title: Every parameter in the store is moved
# wrong: All tensors of the store are handed to the optimiser, also those that the run did not meet.
# caught_by: [svi_params]
# hint: >-
#   The store may hold parameters of other programs, with gradients of their own. Which ones did this run meet?
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
        params = [free for free, _ in STORE.values()]
        self.optim(params)
        for tensor in params:
            tensor.grad = None
        return loss.item()
