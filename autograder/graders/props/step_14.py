"""Models that the graders of step_14 hand to the student's functions, and what they run around those."""

import pyro
import pyro.distributions as dist
import torch
from pyro import poutine
from pyro.infer.autoguide import AutoNormal
from torch.distributions import transform_to


def two(data):
    """A positive latent seen in the first column of data [N, 2], and a real one seen in the second."""
    pace = pyro.sample("pace", dist.Gamma(1.0, 1.0))
    tilt = pyro.sample("tilt", dist.Normal(0.0, 4.0))
    with pyro.plate("N", len(data)):
        pyro.sample("y", dist.Normal(pace, 1.0), obs=data[:, 0])
        pyro.sample("z", dist.Normal(tilt, 1.5), obs=data[:, 1])


def bean():
    pyro.sample("mu", dist.Gamma(1.0, 1.0))


def real():
    pyro.sample("shift", dist.Normal(2.0, 3.0))


def mixed():
    pyro.sample("hop", dist.Normal(0.0, 1.0).expand([2]).to_event(1))
    pyro.sample("wait", dist.Exponential(1.0))
    with pyro.plate("rows", 3):
        pyro.sample("rise", dist.LogNormal(0.0, 1.0))
        pyro.sample("drop", dist.StudentT(3.0))


def trained(fit, model, data):
    """Call fit(model, data) with a parameter left over in the store; tell what comes out, and how it began."""
    pyro.clear_param_store()
    pyro.param("forgotten", torch.tensor(7.0))
    runs, first = [], []

    def watched(data):
        runs.append(None)
        if not 1 < len(runs) < 12:  # the first run is the one in which a guide finds out what it needs
            return model(data)
        with poutine.trace() as seen:
            answer = model(data)
        first.append(seen.trace.nodes["pace"]["value"].detach().reshape(-1))
        return answer

    guide = fit(watched, data)
    found = {
        "kind": "AutoNormal" if isinstance(guide, AutoNormal) else type(guide).__name__,  # a subclass is one, too
        "called": getattr(guide, "prototype_trace", None) is not None,
        "store": sorted(pyro.get_param_store().keys()),
        "runs": len(runs),
        "first": torch.cat(first) if first else torch.zeros(0),
    }
    if found["kind"] == "AutoNormal" and found["called"]:
        with torch.no_grad():
            found["quantiles"] = {name: list(both) for name, both in guide.quantiles([0.5, 0.9]).items()}
    return found


def summarised(fn, model, locs, scales):
    """What fn says about an AutoNormal guide of the model with these parameters, and whether it left them alone."""
    pyro.clear_param_store()
    guide = AutoNormal(model)
    guide()
    to_scale = transform_to(guide.scale_constraint)
    with torch.no_grad():
        for name in locs:
            getattr(guide.locs, f"{name}_unconstrained").copy_(locs[name])
            getattr(guide.scales, f"{name}_unconstrained").copy_(to_scale.inv(scales[name]))
    before = {name: value.detach().clone() for name, value in pyro.get_param_store().items()}
    summary = fn(guide)
    after = {name: value.detach() for name, value in pyro.get_param_store().items()}
    same = set(before) == set(after) and all(torch.equal(before[name], after[name]) for name in before)
    return {"summary": summary, "same": same}
