# ---
# title: Newton's steps on the model's own potential, and draws in the place of integrals
# ---

# %% grade_id="laplace"
from pyro.infer.mcmc.util import initialize_model


def laplace(model, *args):
    pyro.clear_param_store()
    start, potential, _, _ = initialize_model(model, model_args=args)
    names, shapes = list(start), [value.shape for value in start.values()]
    sizes = [value.numel() for value in start.values()]

    def height(numbers):
        parts = torch.split(numbers, sizes)
        return potential({n: p.reshape(s) for n, p, s in zip(names, parts, shapes, strict=True)})

    place = torch.zeros(sum(sizes))
    for _ in range(60):
        slope = torch.autograd.functional.jacobian(height, place)
        bend = torch.autograd.functional.hessian(height, place)
        step = torch.linalg.solve(bend, slope)
        place = place - step / max(1.0, step.abs().max().item())
    return place, torch.linalg.inv(torch.autograd.functional.hessian(height, place))


def mapped_back(loc, scale):
    own = torch.Generator().manual_seed(0)
    z = torch.randn(3_000_000, generator=own)
    p = torch.sigmoid(loc + scale * torch.cat([z, -z]))
    return float(p.mean()), float(p.std())

# %% grade_id="intervals"
def percentile_interval(samples, mass):
    if not (0 < mass < 1):
        raise ValueError(f"not a mass: {mass}")
    ends = torch.quantile(samples.double(), torch.tensor([0.5 - mass / 2, 0.5 + mass / 2]).double())
    return float(ends[0]), float(ends[1])


def densest_interval(samples, mass):
    if not (0 < mass < 1):
        raise ValueError(f"not a mass: {mass}")
    ordered, _ = torch.sort(samples)
    windows = ordered.unfold(0, math.ceil(mass * len(samples)), 1)
    widths = windows[:, -1] - windows[:, 0]
    narrowest = windows[int(widths.argmin())]
    return float(narrowest[0]), float(narrowest[-1])
