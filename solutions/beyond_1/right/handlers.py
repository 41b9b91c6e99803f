# ---
# title: Enumeration, factors by torch distributions, itertools, and an unpacked choice
# ---

# %% grade_id="weather"
def weather():
    """torch.where on the value of the site."""
    cloudy = pyro.sample("cloudy", dist.Bernoulli(0.3))
    loc, scale = torch.where(cloudy == 1.0, torch.tensor([55.0, 10.0]), torch.tensor([75.0, 15.0]))
    temp = pyro.sample("temp", dist.Normal(loc, scale))
    return "cloudy" if cloudy else "sunny", temp


# %% grade_id="ice_cream"
def ice_cream():
    """min and max of the two conditions."""
    sky, temp = weather()
    loc = 200.0 if all((sky == "sunny", bool(temp > 80.0))) else 50.0
    sales = pyro.sample("sales", dist.Normal(loc, 25.0))
    return sales


# %% grade_id="cloudy_given"
def cloudy_given(temp, program):
    """log p(cloudy, temp) minus log p(temp), the latter by logaddexp."""

    def log_joint(cloudy):
        values = {"cloudy": torch.tensor(float(cloudy)), "temp": torch.tensor(float(temp))}
        trace = poutine.trace(poutine.condition(program, data=values)).get_trace()
        trace.compute_log_prob()
        return sum(trace.nodes[name]["log_prob"] for name in values)

    return (log_joint(1) - torch.logaddexp(log_joint(0), log_joint(1))).exp().item()


# %% grade_id="geometric"
import itertools


def geometric(p, t=0):
    """Count upwards until the coin shows 1."""
    tosses = (pyro.sample(f"x_{index}", dist.Bernoulli(p)) for index in itertools.count(t))
    return len(list(itertools.takewhile(lambda toss: toss == 0.0, tosses)))


# %% grade_id="either"
def either(name, weight, first, second):
    """A lambda that picks one of two programs, then runs it."""
    coin = dist.Bernoulli(weight)
    return lambda: (first if pyro.sample(name, coin) > 0.5 else second)()


# %% grade_id="branching"
def branching(data=None):
    """A mask of the branches in plain Python."""
    p = pyro.param("p", torch.tensor([0.4, 0.3, 0.2, 0.1]), constraint=constraints.simplex)
    c = pyro.sample("c", dist.Categorical(p))
    thermometers = range(1, 4)
    if int(c) in thermometers:
        pyro.sample("obs", dist.Normal(error_of(thermometers.index(int(c))), NOISE), obs=data)
    return c
