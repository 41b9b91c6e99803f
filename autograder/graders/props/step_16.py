"""What the graders of step_16 run around a student's fit: a store that is not empty, and a look at what comes out."""

import pyro
import torch


def trained(fit, data):
    """Call fit(data) with a parameter left over in the store; give the guide's kind, its medians and its quantiles."""
    pyro.clear_param_store()
    pyro.param("forgotten", torch.tensor(7.0))
    guide = fit(data)
    found = {"kind": type(guide).__name__, "store": sorted(pyro.get_param_store().keys())}
    if found["kind"] == "AutoNormal":
        with torch.no_grad():
            middle, upper = guide.quantiles([0.5, 0.9])["alpha"]
        found |= {"middle": middle, "upper": upper}
    return found
