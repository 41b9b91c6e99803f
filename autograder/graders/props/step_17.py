"""What the graders of step_17 run around a student's model, guide and fit: shapes under enumeration, start, and end."""

import pyro
import torch
from pyro import poutine
from pyro.infer.autoguide import AutoNormal
from pyro.poutine.messenger import Messenger


def enumerated(model, data, K):
    """The shapes of a run of the model under enumeration, by the marks that the model itself carries."""
    trace = poutine.trace(poutine.enum(model, first_available_dim=-2)).get_trace(data, K=K)
    trace.compute_log_prob()
    choice, y = trace.nodes["assignment"], trace.nodes["y"]
    return {"assignment": list(choice["value"].shape), "y": list(y["log_prob"].shape)}


def kind_of(guide):
    """The class of a guide by name; one that is derived from AutoNormal is one, too."""
    return "AutoNormal" if isinstance(guide, AutoNormal) else type(guide).__name__


def started(make_guide, data, K, *told):
    """What make_guide(data, *told) is before any training: its kind, its sites, the medians that it starts from."""
    pyro.clear_param_store()
    guide = make_guide(data, *told)
    found = {"kind": kind_of(guide)}
    if found["kind"] == "AutoNormal":
        trace = poutine.trace(guide).get_trace(data, K=K)
        found["sites"] = sorted({name.removesuffix("_unconstrained") for name in trace.stochastic_nodes})
        found["median"] = {name: value.detach() for name, value in guide.median(data, K=K).items()}
    return found


class Met(BaseException):
    """Ends a fit at the first sight of its weights; no Exception, lest the fit takes it for one of its own."""


class Watch(Messenger):
    """Waits for weights at a sample site, of the model or of a guide."""

    def _pyro_post_sample(self, msg):
        if msg["name"] == "weights":
            raise Met(int(msg["value"].shape[-1]))  # under a compiled loss, sizes are tensors


def captains(fit, data, *told):
    """How many captains sail when fit(data, *told) sets to work, which goes no further; None if it never does."""
    try:
        with Watch():
            fit(data, *told)
    except Met as met:
        return met.args[0]
    return None


def trained(fit, data, K):
    """Call fit(data, K) with a parameter left over in the store; tell what it returned, with loc and scale by site."""
    pyro.clear_param_store()
    pyro.param("forgotten", torch.tensor(7.0))
    guide = fit(data, K)
    found = {
        "kind": kind_of(guide),
        "called": getattr(guide, "prototype_trace", None) is not None,
        "store": sorted(pyro.get_param_store().keys()),
    }
    if found["kind"] == "AutoNormal" and found["called"]:
        # of the guide itself: the store may hold parameters of another one
        found["params"] = {
            name: [getattr(guide.locs, name).detach(), getattr(guide.scales, name).detach()] for name in guide.median()
        }
    return found
