"""What the graders of step_07 run: functions, with notes of what was drawn and sites held fixed."""

import torch
from pyro.poutine.messenger import Messenger


class Notes(Messenger):
    """Writes down the values at the sites mu and y, and their log probs, in the order in which they come."""

    def __init__(self):
        super().__init__()
        self.values, self.terms = {"mu": [], "y": []}, {"mu": [], "y": []}

    def _pyro_post_sample(self, msg):
        if msg["name"] in self.values:
            self.values[msg["name"]].append(msg["value"].detach())
            self.terms[msg["name"]].append(float(msg["fn"].log_prob(msg["value"]).detach().sum()))


class Fixed(Messenger):
    """Holds sample sites at given values while it is in force."""

    def __init__(self, **values):
        super().__init__()
        self.fixed = {name: torch.as_tensor(value) for name, value in values.items()}

    def _pyro_sample(self, msg):
        if msg["name"] in self.fixed:
            msg["value"], msg["done"] = self.fixed[msg["name"]], True


def _triple(answer, n):
    """The mu, y and log_prob that joint_draw(n) returned, as tensors; None if it is no triple of the right shapes."""
    try:
        parts = [torch.as_tensor(part).detach() for part in answer]
    except (TypeError, ValueError, RuntimeError):
        return None
    return parts if [tuple(part.shape) for part in parts] == [(), (n,), ()] else None


def watch(joint_draw, n):
    """Call joint_draw(n); give what it returned and what was drawn at mu and y meanwhile."""
    with Notes() as notes:
        answer = joint_draw(n)
    return {"returned": answer, **notes.values}


def origin(joint_draw, n):
    """The runs of the model during joint_draw(n), and which of them mu, y and log_prob come from (-1: from none)."""
    with Notes() as notes:
        parts = _triple(joint_draw(n), n)
    log_probs = [torch.tensor(mu + y) for mu, y in zip(notes.terms["mu"], notes.terms["y"], strict=False)]
    known = [notes.values["mu"], notes.values["y"], log_probs]
    found = [_index(part, of) for part, of in zip(parts, known, strict=True)] if parts else []
    return [len(notes.values["y"]), *found]


def _index(part, known):
    found = [i for i, value in enumerate(known) if part.shape == value.shape and torch.allclose(part, value, atol=1e-4)]
    return found[0] if found else -1


def pinned(joint_draw, n, mu, y):
    """What joint_draw(n) returns when the sites mu and y are held fixed around it."""
    with Fixed(mu=mu, y=y):
        return joint_draw(n)


def following(prior_predictive, k, n, mu):
    """What prior_predictive(k, n) returns when the site mu is held fixed around it."""
    with Fixed(mu=mu):
        return prior_predictive(k, n)


def lines(prior_predictive, k, n):
    """How many different numbers are drawn at mu during prior_predictive(k, n)."""
    with Notes() as notes:
        prior_predictive(k, n)
    drawn = [value.reshape(-1) for value in notes.values["mu"]]
    return len(set(torch.cat(drawn).tolist())) if drawn else 0
