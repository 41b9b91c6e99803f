# ---
# title: A loop for the recursion, a class for the inner function, tables for the branches, Bayes' rule from the sites
# ---

# %% grade_id="weather"
SKIES = {0.0: ("sunny", 75.0, 15.0), 1.0: ("cloudy", 55.0, 10.0)}


def weather():
    """A look into a table."""
    sky, loc, scale = SKIES[float(pyro.sample("cloudy", dist.Bernoulli(0.3)))]
    return sky, pyro.sample("temp", dist.Normal(loc=loc, scale=scale))


# %% grade_id="ice_cream"
def ice_cream():
    """Both conditions in one line."""
    sky, temp = weather()
    loc = 200.0 if sky == "sunny" and temp > 80.0 else 50.0
    return pyro.sample("sales", dist.Normal(torch.tensor(loc), 25.0))


# %% grade_id="cloudy_given"
def cloudy_given(temp, program):
    """The log odds, from the distributions at the sites of two runs."""
    odds = 0.0
    for cloudy, sign in ((1.0, 1.0), (0.0, -1.0)):
        with poutine.trace() as recorder, poutine.condition(data={"cloudy": torch.tensor(cloudy)}):
            program()
        nodes = recorder.trace.nodes
        odds += sign * nodes["cloudy"]["fn"].log_prob(torch.tensor(cloudy)).item()
        odds += sign * nodes["temp"]["fn"].log_prob(torch.tensor(temp)).item()
    return torch.sigmoid(torch.tensor(odds)).item()


# %% grade_id="geometric"
def geometric(p, t=0):
    """A loop, with the count of zeros as it goes."""
    zeros = 0
    while pyro.sample(f"x_{t + zeros}", dist.Bernoulli(probs=p)).item() == 0.0:
        zeros += 1
    return zeros


# %% grade_id="either"
class Fork:
    """A program that is an object."""

    def __init__(self, name, weight, *ways):
        self.name, self.coin, self.ways = name, dist.Bernoulli(weight), ways

    def __call__(self):
        return self.ways[1 - int(pyro.sample(self.name, self.coin))]()


def either(name, weight, first, second):
    """An object with the three of them in it."""
    return Fork(name, weight, first, second)


# %% grade_id="branching"
def branching(data=None):
    """The silent branch leaves first."""
    p = pyro.param("p", lambda: torch.tensor([4.0, 3.0, 2.0, 1.0]) / 10.0, constraint=constraints.simplex)
    c = pyro.sample("c", dist.Categorical(probs=p))
    if c == 0:
        return c
    loc = error_of(int(c) - 1)
    pyro.sample("obs", dist.Normal(loc, NOISE), obs=data)
    return c
