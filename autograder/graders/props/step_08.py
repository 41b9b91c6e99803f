"""What the graders of step_08 run: a program with a cause and an effect, and a note of where mornings are drawn."""

import pyro
import pyro.distributions as dist
import torch
from pyro.poutine.messenger import Messenger


def ask(question, cause, given_not, given):
    """Put the question to a program whose cause has this probability, and whose effect has these two."""

    def program():
        happened = pyro.sample("cause", dist.Bernoulli(torch.tensor(cause)))
        chance = torch.where(happened == 1.0, torch.tensor(given), torch.tensor(given_not))
        return pyro.sample("effect", dist.Bernoulli(chance))

    return question(program)


class Centres(Messenger):
    """Writes down around what the site y is drawn, whatever its length."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def _pyro_post_sample(self, msg):
        if msg["name"] == "y":
            self.seen.append(float(msg["fn"].mean.detach().mean()))


def centres(draw_given, mu, n):
    """Around what the mornings are drawn during draw_given(mu, n)."""
    with Centres() as centre:
        draw_given(mu, n)
    return centre.seen
