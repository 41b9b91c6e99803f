# ---
# title: Logits, functools.partial, double precision, a list of programs
# ---

# %% grade_id="weather"
def weather():
    """Arithmetic in place of a branch: both numbers are those of the sky."""
    cloudy = pyro.sample("cloudy", dist.Bernoulli(logits=torch.logit(torch.tensor(0.3))))
    temp = pyro.sample("temp", dist.Normal(75.0 - 20.0 * cloudy, 15.0 - 5.0 * cloudy))
    return ("sunny", "cloudy")[int(cloudy)], temp


# %% grade_id="ice_cream"
def ice_cream():
    """The four kinds of days as a product of two zeros and ones."""
    sky, temp = weather()
    good = (temp > 80.0) * float(sky == "sunny")
    return pyro.sample("sales", dist.Normal(50.0 + 150.0 * good, 25.0))


# %% grade_id="cloudy_given"
def cloudy_given(temp, program):
    """The largest log joint is taken off before exp, in double precision."""
    temp = torch.tensor(temp)
    joints = []
    for cloudy in (torch.tensor(1.0), torch.tensor(0.0)):
        held = poutine.condition(program, {"cloudy": cloudy, "temp": temp})
        joints.append(float(poutine.trace(held).get_trace().log_prob_sum()))
    scores = torch.tensor(joints, dtype=torch.float64)
    weights = (scores - scores.max()).exp()
    return float(weights[0] / weights.sum())


# %% grade_id="geometric"
def geometric(p, t=0):
    """Recursion with the zeros handed down."""

    def rest(t, zeros):
        if pyro.sample("x_" + str(t), dist.Bernoulli(p)):
            return zeros
        return rest(t + 1, zeros + 1)

    return rest(t, 0)


# %% grade_id="either"
from functools import partial


def run_one_of(name, weight, first, second):
    """Toss, then run the one."""
    if pyro.sample(name, dist.Bernoulli(torch.tensor(weight))) == 1:
        return first()
    return second()


def either(name, weight, first, second):
    """All arguments filled in, nothing run."""
    return partial(run_one_of, name, weight, first, second)


# %% grade_id="branching"
def branching(data=None):
    """Sites by condition, the observation with its distribution made beforehand."""
    p = pyro.param("p", torch.tensor([0.4, 0.3, 0.2, 0.1]), constraints.simplex)
    c = pyro.sample("c", dist.Categorical(logits=p.log()))
    if c > 0:
        reading = dist.Normal(loc=error_of(c - 1), scale=NOISE)
        pyro.sample("obs", reading, obs=data)
    return c
