"""What the graders of step_16 run around a student's fit: a store that is not empty, and a look at what comes out."""

import pyro
import torch
from pyro.infer.autoguide import AutoNormal


def trained(fit, data):
    """Call fit(data) with a parameter left over in the store; tell what it returned, with its quantiles by site."""
    pyro.clear_param_store()
    pyro.param("forgotten", torch.tensor(7.0))
    guide = fit(data)
    found = {
        "kind": "AutoNormal" if isinstance(guide, AutoNormal) else type(guide).__name__,  # a subclass is one, too
        "called": getattr(guide, "prototype_trace", None) is not None,
        "store": sorted(pyro.get_param_store().keys()),
    }
    if found["kind"] == "AutoNormal" and found["called"]:
        with torch.no_grad():
            found["quantiles"] = {name: list(both) for name, both in guide.quantiles([0.5, 0.9]).items()}
    return found
