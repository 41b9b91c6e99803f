"""Programs that the graders of step_20 run over a student's primitives, and over those of full Pyro with `in_pyro`.

Each takes the primitives that it uses, then data, and gives what came of it: phrase -> value, in plain data.
"""

import contextlib

import torch
import torch.distributions as dist
from torch.distributions import constraints


def in_pyro(program, primitives, *args):
    """Run a program of this file over full Pyro."""
    import pyro.distributions

    global dist
    ours, dist = dist, pyro.distributions
    try:
        tools = _pyro_primitives()
        return globals()[program](*[tools[name] for name in primitives], *args)
    finally:
        dist = ours


def _pyro_primitives():
    """Full Pyro, with the signatures that step_20 asks for."""
    import pyro
    from pyro import poutine
    from pyro.infer import SVI, Trace_ELBO

    def is_plate(msg):
        return type(msg["fn"]).__name__ == "_Subsample"

    class Messenger(poutine.messenger.Messenger):
        def __init__(self, fn=None):
            super().__init__()
            self.fn = fn

        def __call__(self, *args, **kwargs):
            with self:
                return self.fn(*args, **kwargs)

        def process_message(self, msg):
            pass

        def postprocess_message(self, msg):
            pass

        def _process_message(self, msg):
            if not is_plate(msg):
                self.process_message(msg)

        def _postprocess_message(self, msg):
            if not is_plate(msg):
                self.postprocess_message(msg)

    class Nodes(dict):
        """The sites of a run, without Pyro's own nodes; `run` is Pyro's trace."""

    class trace:
        def __init__(self, fn):
            self.fn = fn

        def get_trace(self, *args, **kwargs):
            run = poutine.trace(self.fn).get_trace(*args, **kwargs)
            sites = {n: s for n, s in run.nodes.items() if s["type"] in ("sample", "param") and not is_plate(s)}
            nodes = Nodes(sites)
            nodes.run = run
            return nodes

        def __call__(self, *args, **kwargs):
            return poutine.trace(self.fn)(*args, **kwargs)

    return {
        "Messenger": Messenger,
        "sample": pyro.sample,
        "param": pyro.param,
        "clear_param_store": pyro.clear_param_store,
        "plate": pyro.plate,
        "trace": trace,
        "log_prob_sum": lambda nodes: nodes.run.log_prob_sum(),
        "condition": lambda fn, data: poutine.condition(fn, data=data),
        "replay": lambda fn, nodes: poutine.replay(fn, trace=nodes.run),
        "block": lambda fn, **kwargs: poutine.block(fn, **kwargs),
        "seed": lambda fn, rng_seed=0: poutine.handlers.seed(fn, rng_seed=rng_seed),
        "elbo_loss": Trace_ELBO().differentiable_loss,
        "Adam": pyro.optim.Adam,
        "SVI": lambda model, guide, optim: SVI(model, guide, optim, loss=Trace_ELBO()),
    }


def spies(Messenger):
    """A list of notes, and a class of handlers that note in it which way a message passed them."""
    notes = []

    class Spy(Messenger):
        def __init__(self, label, fn=None, stops=()):
            super().__init__(fn)
            self.label, self.stops = label, stops

        def process_message(self, msg):
            notes.append(f"{self.label}: {msg['name']} out")
            if msg["name"] in self.stops:
                msg["stop"] = True

        def postprocess_message(self, msg):
            notes.append(f"{self.label}: {msg['name']} back")

    return notes, Spy


def taken(notes):
    """The notes so far, sorted: who was passed, in whatever order. The notes begin anew."""
    so_far = sorted(notes)
    notes.clear()
    return so_far


def sites(nodes, what):
    """The facts of each site of a trace."""
    facts = {f"the sites of {what}": list(nodes)}
    for name, node in nodes.items():
        facts[f"the type of {name} in {what}"] = node["type"]
        facts[f"the value of {name} in {what}"] = node["value"]
        if node["type"] == "sample":
            facts[f"whether {name} is observed in {what}"] = bool(node["is_observed"])
            facts[f"the log prob of {name} in {what}"] = node["fn"].log_prob(node["value"])
    return facts


# --- the stack ---------------------------------------------------------------------------------------------------


def order(Messenger, sample):
    """Four handlers around two sites."""
    notes, Spy = spies(Messenger)
    with Spy("A"), Spy("B"):
        sample("x", dist.Normal(0.0, 1.0))
        with Spy("C"), Spy("D"):
            sample("y", dist.Normal(0.0, 1.0), obs=torch.tensor(1.0))
    split = {"on the way out": " out", "on the way back": " back"}
    return {f"the passing of handlers {way}": [n for n in notes if n.endswith(end)] for way, end in split.items()}


def changes(Messenger, sample, loc, shift):
    """Handlers that change the distribution on the way out, or the value on the way back."""

    class Times(Messenger):
        def process_message(self, msg):
            msg["fn"] = dist.Normal(3.0 * msg["fn"].loc, msg["fn"].scale)

    class Plus(Messenger):
        def process_message(self, msg):
            msg["fn"] = dist.Normal(msg["fn"].loc + shift, msg["fn"].scale)

    class PlusAfter(Messenger):
        def postprocess_message(self, msg):
            msg["value"] = msg["value"] + shift

    class TimesAfter(Messenger):
        def postprocess_message(self, msg):
            msg["value"] = 3.0 * msg["value"]

    class Put(Messenger):
        def process_message(self, msg):
            msg["value"] = shift

    def draw():
        return sample("x", dist.Normal(loc, 0.5))

    return {
        "a draw inside two handlers that change the distribution": Times(Plus(draw))(),
        "a draw inside the same two, the other way round": Plus(Times(draw))(),
        "a draw inside two handlers that change the value on its way back": TimesAfter(PlusAfter(draw))(),
        "the value that a handler put in": Put(draw)(),
        "the next random number after a value was put in": torch.rand(()),
    }


def stopped(Messenger, sample):
    """Three handlers; each of them in turn stops the message of one site and lets another pass."""
    notes, Spy = spies(Messenger)
    facts = {}
    for place in ("outermost", "middle", "innermost"):
        stops = {where: ["x"] if where == place else [] for where in ("outermost", "middle", "innermost")}
        with Spy("A", stops=stops["outermost"]), Spy("B", stops=stops["middle"]), Spy("C", stops=stops["innermost"]):
            sample("x", dist.Normal(0.0, 1.0))
            x = taken(notes)
            sample("y", dist.Normal(0.0, 1.0))
            y = taken(notes)
        for way in ("out", "back"):
            what = f"by handlers on the way {way} when the {place} one stops x"
            facts[f"the passing of x {what}"] = [note for note in x if note.endswith(way)]
            facts[f"the passing of y {what}"] = [note for note in y if note.endswith(way)]
    return facts


def stopped_value(Messenger, sample, loc):
    """A handler outside of one that stops a message would have changed it."""

    class Put(Messenger):
        def process_message(self, msg):
            msg["value"] = torch.tensor(77.0)

    class Stop(Messenger):
        def process_message(self, msg):
            msg["stop"] = msg["name"] == "x"

    def both():
        return [sample("x", dist.Normal(loc, 1.0)), sample("y", dist.Normal(loc, 1.0))]

    return {
        "x, which was stopped, and y, which was not, inside a handler that puts in 77": torch.stack(Put(Stop(both))())
    }


def leaving(Messenger, sample):
    """Handlers that end, with and without an exception, and that are used again."""
    notes, Spy = spies(Messenger)
    facts = {}

    def site(name, answer=1, fails=False):
        sample(name, dist.Normal(0.0, 1.0))
        if fails:
            raise ZeroDivisionError(name)
        return answer

    with Spy("A"):
        with Spy("B"):
            site("x")
        facts["the passing of x in two blocks"] = taken(notes)
        site("y")
        facts["the passing of y, after the inner block had ended"] = taken(notes)
    site("z")
    facts["the passing of z, after both blocks had ended"] = taken(notes)

    spy = Spy("C", site)
    with spy as entered:
        facts["whether `with handler as it` gives the handler"] = entered is spy
    facts["what two calls of one handler object returned"] = [spy("x", 5), spy("y", answer=7)]
    facts["the passing of sites in these two calls"] = taken(notes)

    for label in ("a call", "a block"):
        reached = False
        with Spy("A"):
            try:
                if label == "a call":
                    Spy("B", Spy("C", site))("x", fails=True)
                else:
                    with Spy("B"), Spy("C"):
                        site("x", fails=True)
            except ZeroDivisionError:
                reached = True
            taken(notes)
            site("y")
            facts[f"whether an exception inside {label} reached the caller"] = reached
            facts[f"the passing of y, after {label} had ended in an exception"] = taken(notes)
        site("z")
        facts[f"the passing of z, after {label} had ended in an exception and all was over"] = taken(notes)
    return facts


def bare(sample, loc, value):
    """Sample statements without any handler."""
    loc = loc.requires_grad_()
    drawn = sample("a", dist.Normal(loc, 2.0))
    return {
        "a draw without handlers": drawn,
        "the gradient of a draw's sum with respect to its loc": torch.autograd.grad(drawn.sum(), loc)[0],
        "six coins": sample("b", dist.Bernoulli(torch.tensor(0.4)).expand([6])),
        "what sample returned for obs without handlers": sample("c", dist.Normal(loc, 2.0), obs=value),
        "the next random number after obs": torch.rand(()),
    }


def watched(Messenger, sample, loc, value):
    """What a handler sees of a message on both ways, and what sample returns."""
    facts = {}

    class Read(Messenger):
        def process_message(self, msg):
            name = msg["name"]
            facts[f"the type of {name}"] = msg["type"]
            facts[f"whether {name} is observed"] = msg["is_observed"]
            facts[f"whether {name} has no value on the way out"] = msg["value"] is None
            facts[f"the mean of {name}'s distribution"] = msg["fn"].mean.detach()
            facts[f"whether {name} is stopped at the beginning"] = bool(msg["stop"])

        def postprocess_message(self, msg):
            facts[f"the value of {msg['name']} on the way back"] = msg["value"]

    with Read():
        facts["what x returned"] = sample("x", dist.Normal(loc, 2.0))
        facts["what y returned"] = sample("y", dist.Normal(loc, 2.0), obs=value)
        facts["what z, observed to be zero, returned"] = sample("z", dist.Normal(1.0, 2.0), obs=torch.tensor(0.0))
    return facts


# --- trace -------------------------------------------------------------------------------------------------------


def _traced_model(sample):
    def model(data, loc=0.0, more=False):
        mu = sample("mu", dist.Normal(loc, 2.0))
        sample("y", dist.Normal(mu, 0.5).expand([len(data)]), obs=data)
        if more:
            sample("late", dist.Gamma(torch.tensor([2.0, 3.0]), 1.0))
        return mu + 1.0

    return model


def traced(trace, sample, data, loc):
    """Runs of one program with several arguments, by one trace object."""
    tracer = trace(_traced_model(sample))
    first = tracer.get_trace(data)
    facts = sites(first, "the first trace")
    second = tracer.get_trace(data[1:], loc=loc, more=True)
    facts |= sites(second, "a second trace by the same object")
    facts |= {"the sites of the first trace, after the second": list(first)}
    return facts | {"what the program returned under trace": trace(_traced_model(sample))(data, loc=loc)}


def traced_in_parts(trace, Messenger, sample, data):
    """A trace around a handler that changes values on their way back, and a trace inside a trace."""

    class Edit(Messenger):
        def postprocess_message(self, msg):
            if msg["name"] == "y":
                msg["value"] = torch.full_like(msg["value"], 99.0)

    model, inner = _traced_model(sample), []

    def program(data):
        inner.append(trace(model).get_trace(data))
        return sample("last", dist.Normal(3.0, 1.0))

    facts = sites(trace(Edit(model)).get_trace(data), "a trace around a handler that changes the value afterwards")
    facts |= sites(trace(program).get_trace(data), "an outer trace")
    return facts | sites(inner[0], "an inner trace")


def twice(trace, sample, first, second):
    """Two sites of one name; each is latent, or has data."""

    def program():
        sample("apple", dist.Normal(0.0, 1.0), obs=first)
        sample("pear", dist.Normal(0.0, 1.0))
        sample("apple", dist.Normal(1.0, 1.0), obs=second)

    trace(program).get_trace()


def once_each(trace, sample):
    """No name comes twice in one run, though it does in two."""

    def program():
        return sample("apple", dist.Normal(0.0, 1.0)) + sample("pear", dist.Normal(0.0, 1.0))

    trace(program).get_trace()
    return {"the sites of a second run": list(trace(program).get_trace())}


def density_of(trace, log_prob_sum, sample, data, loc):
    """The log densities of runs with latent and observed sites of several shapes."""
    loc = loc.requires_grad_()

    def model():
        mu = sample("mu", dist.Normal(loc, 2.0))
        pair = sample("pair", dist.Independent(dist.Gamma(torch.tensor([2.0, 3.0]), 1.0), 1))
        grid = sample("grid", dist.Normal(mu, 1.0).expand([2, 3]))
        sample("y", dist.Normal(grid.sum() + pair.sum(), 2.0).expand([len(data)]), obs=data)

    def prior():
        sample("grid", dist.Normal(loc, 1.0).expand([2, 3]))

    def likelihood():
        sample("y", dist.Normal(loc, 1.0).expand([len(data)]), obs=data)

    facts = {}
    for program in (prior, likelihood, model):
        total = log_prob_sum(trace(program).get_trace())
        facts[f"log_prob_sum of a {program.__name__}"] = total
        slope = torch.autograd.grad(total.sum(), loc)[0] if getattr(total, "requires_grad", False) else None
        facts[f"the gradient of log_prob_sum of a {program.__name__}"] = slope
    return facts


# --- param -------------------------------------------------------------------------------------------------------


def stored(param, clear_param_store, start, other):
    """One parameter through its life."""
    clear_param_store()
    facts = {
        "a parameter at its first call": param("a", start).detach().clone(),
        "a parameter at its second call, with another start value": param("a", other).detach().clone(),
        "a parameter called without a start value": param("a").detach().clone(),
    }
    free = param("a").unconstrained()
    facts["whether the free tensor is the same object at every call"] = free is param("a", other).unconstrained()
    facts["whether the free tensor is a leaf that requires a gradient"] = bool(free.is_leaf and free.requires_grad)
    (param("a") ** 2).sum().backward()
    facts["the gradient that reached the free tensor"] = free.grad
    with torch.no_grad():
        free += 1.5
    facts["a parameter after its free tensor was moved"] = param("a", start).detach().clone()
    param("b", other)
    facts["the first of two parameters"] = param("a").detach().clone()
    facts["the second of two parameters"] = param("b").detach().clone()
    clear_param_store()
    facts["a parameter after clear_param_store"] = param("a", other).detach().clone()
    return facts


def param_messages(param, clear_param_store, Messenger, trace, sample, start):
    """Params on their way over the stack."""
    clear_param_store()
    seen = []

    class Read(Messenger):
        def process_message(self, msg):
            seen.append([msg["type"], msg["name"], bool(msg["is_observed"]), msg["value"] is None])

    class Put(Messenger):
        def process_message(self, msg):
            if msg["type"] == "param":
                msg["value"] = torch.tensor(42.0)

    def program():
        a = param("a", start)
        x = sample("x", dist.Normal(a.sum(), 1.0))
        return a.sum() + param("a").sum() - x

    facts = {"what a program with a parameter returned": Read(program)()}
    facts["what a handler saw of it (type, name, observed, no value yet)"] = seen
    facts |= sites(trace(program).get_trace(), "a trace of it")
    facts["a parameter whose value a handler put in"] = Put(param)("never stored", start)
    try:
        param("never stored")
        facts["whether that parameter is in the store"] = True
    except KeyError:
        facts["whether that parameter is in the store"] = False
    facts["a parameter that is there, under that handler"] = Put(param)("a")
    facts["the same parameter afterwards"] = param("a")
    return facts


def unknown(param, clear_param_store, name):
    """A parameter that nobody ever started."""
    clear_param_store()
    param("other", torch.tensor(1.0))
    param(name)


def constrained(param, clear_param_store, positive, share, table):
    """Parameters with constraints: their start, their free tensors, and where these lead when they are moved."""
    clear_param_store()
    kinds = {
        "a positive parameter": (positive, constraints.positive),
        "a share": (share, constraints.unit_interval),
        "a parameter between -2 and 5": (table, constraints.interval(-2.0, 5.0)),
        "a parameter greater than -3": (table, constraints.greater_than(-3.0)),
        "a parameter without a constraint": (table, constraints.real),
    }
    facts = {}
    for what, (start, constraint) in kinds.items():
        facts[f"{what} at its first call"] = param(what, start, constraint=constraint).detach().clone()
        facts[f"the free tensor behind {what}"] = param(what).unconstrained().detach().clone()
        facts[f"{what} at its second call, without its constraint"] = param(what).detach().clone()
        free = param(what, start, constraint=constraint).unconstrained()
        facts[f"the slope of {what}"] = torch.autograd.grad(param(what).sum(), free)[0]
        with torch.no_grad():
            free -= 1.25
        facts[f"{what} after its free tensor was moved"] = param(what).detach().clone()
    return facts


# --- condition, replay, block, seed ------------------------------------------------------------------------------


def _three_sites(sample, param, start):
    def model(data=None):
        loc = param("loc", start)
        mu = sample("mu", dist.Normal(loc, 2.0))
        tau = sample("tau", dist.Gamma(torch.tensor(2.0), 1.0))
        y = sample("y", dist.Normal(mu, tau).expand([3]), obs=data)
        return mu + tau + y.sum()

    return model


def conditioned(trace, condition, sample, param, clear_param_store, data, mu, start):
    """Conditions on latent and observed sites, names that are no sample sites, and conditions in each other."""
    clear_param_store()
    model = _three_sites(sample, param, start)
    cases = {
        "a run conditioned on mu": condition(model, {"mu": mu}),
        "a run conditioned on y": condition(model, {"y": 2 * data, "nowhere": mu}),
        "a run conditioned on the name of a param": condition(model, {"loc": mu, "mu": mu}),
        "a run conditioned twice on mu": condition(condition(model, {"mu": mu, "tau": mu**2}), {"mu": -mu}),
    }
    facts = {}
    for what, program in cases.items():
        facts |= sites(trace(program).get_trace(data), what)
    facts["what a conditioned program returned"] = condition(model, {"mu": mu, "tau": mu**2, "y": data})()
    return facts


def replayed(trace, replay, sample, param, clear_param_store, data, start):
    """A run replayed in another program, with data, new sites and a param."""
    clear_param_store()

    def guide():
        loc = param("loc", start)
        sample("mu", dist.Normal(loc, 1.0))
        sample("tau", dist.Gamma(torch.tensor(3.0), 1.0))
        sample("y", dist.Normal(loc, 1.0).expand([3]))
        sample("scale", dist.Normal(5.0, 1.0))

    def model(data=None):
        mu = sample("mu", dist.Normal(0.0, 3.0))
        scale = param("scale", torch.tensor(2.0))
        new = sample("new", dist.Normal(mu, scale))
        tau = sample("tau", dist.Gamma(torch.tensor(2.0), 1.0))
        return sample("y", dist.Normal(mu + new, tau).expand([3]), obs=data).sum()

    earlier = trace(guide).get_trace()
    again = trace(replay(model, earlier)).get_trace(data)
    facts = sites(earlier, "the earlier run") | sites(again, "the replayed run with data")
    facts |= sites(trace(replay(model, earlier)).get_trace(), "the replayed run without data")
    free = param("loc").unconstrained()
    density = again["mu"]["fn"].log_prob(again["mu"]["value"])
    connected = density.requires_grad and torch.autograd.grad(density, free, allow_unused=True)[0] is not None
    facts["whether gradients pass through a replayed value"] = connected
    return facts


def hidden(trace, block, Messenger, sample, param, clear_param_store, start):
    """Blocks that hide all, some names, or a type, from handlers outside and inside."""
    clear_param_store()
    notes, Spy = spies(Messenger)
    model = _three_sites(sample, param, start)
    rules = {
        "all": {},
        "mu and y": {"hide_fn": lambda msg: msg["name"] in ("mu", "y")},
        "all sample sites": {"hide_fn": lambda msg: msg["type"] == "sample"},
        "nothing": {"hide_fn": lambda msg: False},
    }
    facts = {}
    for what, rule in rules.items():
        nodes = trace(block(Spy("inner", model), **rule)).get_trace()
        facts |= sites(nodes, f"a trace around a block that hides {what}")
        facts[f"what a handler inside a block that hides {what} sees"] = taken(notes)
    no_mu = block(model, hide_fn=lambda msg: msg["name"] == "mu")
    nodes = trace(block(no_mu, hide_fn=lambda msg: msg["name"] == "tau")).get_trace()
    facts |= sites(nodes, "a trace around two blocks")
    facts["what a blocked program returned"] = block(model)()
    return facts


def seeded(seed, Messenger, sample, number):
    """Runs with a seed, draws around them, seeds in each other, a run that fails, and what is left on the stack."""
    notes, Spy = spies(Messenger)

    def program(n, fails=False):
        drawn = torch.stack([sample(f"x_{i}", dist.Normal(0.0, 1.0)) for i in range(n)])
        if fails:
            raise ZeroDivisionError("as asked")
        return drawn

    facts = {"a random number before": torch.rand(())}
    handler = seed(program, number)
    facts["a random number after the handler was made"] = torch.rand(())
    facts["a run with a seed"] = handler(3)
    facts["a random number after it"] = torch.rand(())
    facts["a second run by the same handler"] = handler(4)
    facts["a run with another seed"] = seed(program, number + 1)(3)
    facts["a run with the seed left out"] = seed(program)(3)
    facts["a random number after four runs"] = torch.rand(())

    def outer():
        return torch.cat([program(1), seed(program, number)(2), program(1)])

    facts["a seeded run inside a seeded run"] = seed(outer, number)()
    facts["a random number after it was over"] = torch.rand(())
    try:
        seed(program, number)(2, fails=True)
    except ZeroDivisionError:
        facts["the exception of a seeded run that failed"] = "reached the caller"
    facts["a random number after a seeded run that failed"] = torch.rand(())

    with Spy("outer"):
        handler(1)
    sample("x", dist.Normal(0.0, 1.0))
    facts["who is passed after a handler that had a seeded run inside it"] = [note for note in notes if ": x " in note]
    return facts


# --- plate -------------------------------------------------------------------------------------------------------


def one_plate(plate, trace, sample, param, clear_param_store, n, locs):
    """Sites of several shapes, latent and observed, and a param, in one plate."""
    clear_param_store()

    def program():
        sample("before", dist.Normal(0.0, 1.0))
        with plate("N", n):
            sample("scalar", dist.Normal(2.0, 1.0))
            sample("one", dist.Normal(torch.tensor([2.0]), 1.0))
            sample("full", dist.Normal(locs, 1.0))
            param("p", torch.tensor([1.0, 2.0]))
            sample("event", dist.Independent(dist.Gamma(torch.tensor([2.0, 3.0]), 1.0), 1))
            sample("coin", dist.Bernoulli(torch.tensor(0.3)))
            sample("table", dist.Normal(torch.zeros(2, 1), 1.0))
        return sample("after", dist.Normal(0.0, 1.0))

    return sites(trace(program).get_trace(), "a program with one plate")


def plate_with_data(plate, trace, sample, n, data, value):
    """Observed sites in a plate: as many data as the plate is long, and one datum for all."""

    def program():
        with plate("N", n):
            sample("y", dist.Normal(1.0, 2.0), obs=data)
            sample("z", dist.Normal(1.0, 2.0), obs=value)

    return sites(trace(program).get_trace(), "a program with data in a plate")


def in_turn(plate, trace, sample, n):
    """A sequential plate."""

    def program():
        return [sample(f"x_{i}", dist.Normal(float(i), 1.0)) for i in plate("N", n)]

    try:
        numbers = list(plate("M", n))
    except TypeError:
        given = getattr(plate("M", n), "__iter__", lambda: None)()
        return {"whether a for loop runs over a plate": False, "the class of what it gives": type(given).__name__}
    whole = all(type(i) is int for i in numbers)
    facts = sites(trace(program).get_trace(), "a sequential plate")
    return facts | {"whether it runs over plain ints": whole, "whether a for loop runs over a plate": True}


def nested_plates(plate, trace, sample, n, g):
    """Plates in plates, with dims chosen for them and dims given."""

    def site(name, fn=None):
        return sample(name, fn if fn is not None else dist.Normal(0.0, 1.0))

    def automatic():
        with plate("A", n):
            site("a")
            with plate("B", g):
                site("b")
                with plate("C", 2):
                    site("c")
            with plate("D", g + 1):
                site("d")
        with plate("E", g):
            site("e")

    def given():
        with plate("A", n, dim=-2):
            site("a")
            site("row", dist.Normal(torch.arange(float(g)), 1.0))
            with plate("B", g):
                site("b")
                site("event", dist.Independent(dist.Normal(torch.zeros(2), 1.0), 1))
            with plate("C", 2, dim=-4):
                site("c")
        with plate("D", g, dim=-1), plate("E", n, dim=-2):
            site("d")

    def kept():
        rows, columns = plate("rows", n, dim=-2), plate("columns", g, dim=-1)
        with rows:
            site("a")
        with columns:
            site("b")
        with rows, columns:
            site("c")
        with columns, rows:
            site("d")

    cases = {"plates in plates": automatic, "plates with dims given": given, "plates kept in variables": kept}
    facts = {}
    for what, program in cases.items():
        facts |= sites(trace(program).get_trace(), what)
    return facts


def misfit(plate, sample, size, width, dim):
    """A distribution that has another size along the plate's dim."""
    with plate("kettle", size, dim=dim):
        sample("lid", dist.Normal(torch.zeros(width), 1.0))


def collision(plate, sample, first, second):
    """Two plates in each other that get one dim."""
    with plate("kettle", 3, dim=first), plate("pot", 4, dim=second):
        sample("lid", dist.Normal(0.0, 1.0))


def after_refusals(plate, sample, size):
    """Plates after plates that were refused."""
    for refused in (lambda: misfit(plate, sample, size, size + 1, -1), lambda: collision(plate, sample, -1, -1)):
        with contextlib.suppress(ValueError):
            refused()
    with plate("N", size):
        return {"the draws in a plate after plates that were refused": sample("x", dist.Normal(0.0, 1.0))}


# --- elbo_loss and SVI -------------------------------------------------------------------------------------------


def _loss_and_gradients(loss, param, names):
    loss.backward()
    return {f"the gradient of {name}": param(name).unconstrained().grad for name in names}


def small_elbo(elbo_loss, sample, param, clear_param_store, data, start):
    """The loss of a program with two latents and data, with arguments of both kinds."""
    clear_param_store()

    def model(data, width=1.0):
        mu = sample("mu", dist.Normal(0.0, width))
        tau = sample("tau", dist.LogNormal(mu, 1.0))
        sample("y", dist.Independent(dist.Normal(mu, tau).expand([len(data)]), 1), obs=data)

    def guide(data, width=1.0):
        loc = param("loc", start)
        scale = param("scale", torch.tensor(0.5), constraint=constraints.positive)
        mu = sample("mu", dist.Normal(loc + data.mean(), scale * width))
        sample("tau", dist.LogNormal(0.3 * mu, scale))

    facts = {"the loss": elbo_loss(model, guide, data)}
    facts |= _loss_and_gradients(facts["the loss"], param, ["loc", "scale"])
    facts["the loss with a keyword argument"] = elbo_loss(model, guide, data, width=3.0)
    return facts


def lonely_latent_elbo(elbo_loss, sample, param, clear_param_store, data, start):
    """The loss of a program with a latent that the guide lacks, and a param of the model."""
    clear_param_store()

    def model(data):
        slope = param("slope", torch.tensor(1.5))
        mu = sample("mu", dist.Normal(slope, 2.0))
        nu = sample("nu", dist.Normal(slope * mu, 0.5))
        sample("y", dist.Independent(dist.Normal(nu, 1.0).expand([len(data)]), 1), obs=data)

    def guide(data):
        sample("mu", dist.Normal(param("loc", start), 0.3))

    facts = {"the loss with a latent that the guide lacks": elbo_loss(model, guide, data)}
    return facts | _loss_and_gradients(next(iter(facts.values())), param, ["slope", "loc"])


def plate_elbo(elbo_loss, plate, sample, param, clear_param_store, data):
    """The loss of a program with a plate: a mean for each datum, and one scale for all."""
    clear_param_store()
    n = len(data)

    def model(data):
        tau = sample("tau", dist.Gamma(torch.tensor(2.0), 1.0))
        with plate("N", n):
            mu = sample("mu", dist.Normal(0.0, 3.0))
            sample("y", dist.Normal(mu, tau), obs=data)

    def guide(data):
        sample("tau", dist.LogNormal(param("tau_loc", torch.tensor(0.1)), 0.2))
        with plate("N", n):
            sample("mu", dist.Normal(param("mu_loc", torch.zeros(n)), 0.5))

    facts = {"the loss of a program with a plate": elbo_loss(model, guide, data)}
    return facts | _loss_and_gradients(next(iter(facts.values())), param, ["tau_loc", "mu_loc"])


def adam_alone(Adam, first, second, slopes):
    """Two tensors, moved along given slopes; the second comes later than the first."""
    first, second = first.requires_grad_(), second.requires_grad_()
    adam = Adam({"lr": 0.1, "betas": (0.7, 0.9)})
    path = []
    for step, slope in enumerate(slopes):
        moved = [first] if step < 2 else [second, first]
        for tensor in moved:
            tensor.grad = slope * tensor.detach()
        adam(moved)
        path.append(torch.cat([first.detach(), second.detach()]))
    return {
        "a tensor after its first step of Adam": path[0],
        "two tensors, of which the second came later, after all steps of Adam": torch.stack(path),
    }


def training(SVI, Adam, sample, param, clear_param_store, data, start, steps):
    """The losses and the parameters, step by step, of a normal guide for the mean of data."""
    clear_param_store()

    def model(data, width=2.0):
        mu = sample("mu", dist.Normal(0.0, width))
        sample("y", dist.Independent(dist.Normal(mu, 1.0).expand([len(data)]), 1), obs=data)

    def guide(data, width=2.0):
        loc = param("loc", start)
        scale = param("scale", torch.tensor(0.7), constraint=constraints.positive)
        sample("mu", dist.Normal(loc, scale))

    svi = SVI(model, guide, Adam({"lr": 0.1, "betas": (0.8, 0.95)}))
    losses, locs, scales = [], [], []
    for _ in range(steps):
        losses.append(svi.step(data, width=5.0))
        locs.append(param("loc").item())
        scales.append(param("scale").item())
    left = [param(name).unconstrained().grad for name in ("loc", "scale")]
    return {
        "whether every step returned a plain float": all(type(loss) is float for loss in losses),
        "loc after the first step": locs[0],
        "scale after the first step": scales[0],
        "the losses, step by step": losses,
        "loc, step by step": locs,
        "scale, step by step": scales,
        "whether the gradients are cleared": all(grad is None or not grad.any() for grad in left),
    }


def comings_and_goings(SVI, Adam, sample, param, clear_param_store, data):
    """Parameters of the model, ones that come late, that are met in some steps only, and that nobody meets."""
    clear_param_store()

    def model(data, stage):
        noise = param("noise", torch.tensor(1.5), constraint=constraints.positive)
        shift = param("shift", torch.tensor(0.0)) if stage == "late" else 0.0
        mu = sample("mu", dist.Normal(param("center", torch.tensor(0.5)), 2.0))
        sample("y", dist.Independent(dist.Normal(mu + shift, noise).expand([len(data)]), 1), obs=data)

    def guide(data, stage):
        center = param("center", torch.tensor(0.5))
        loc = param(f"loc_{stage}", torch.tensor(0.2))
        sample(
            "mu", dist.Normal(loc + 0.5 * center, param("scale", torch.tensor(0.3), constraint=constraints.positive))
        )

    # a parameter of somebody else's, with a gradient of its own
    stranger = param("stranger", torch.tensor(1.0))
    (3.0 * stranger).backward()
    svi = SVI(model, guide, Adam({"lr": 0.1}))
    path = {name: [] for name in ("noise", "center", "scale", "loc_early", "shift", "loc_late", "stranger")}
    met = set()
    for stage in ("early", "early", "early", "late", "early", "late", "late", "early"):
        svi.step(data, stage)
        met |= {"noise", "center", "scale", f"loc_{stage}", "stranger"} | ({"shift"} if stage == "late" else set())
        for name in path:
            path[name].append(param(name).item() if name in met else 0.0)
    own = param("stranger").unconstrained().grad
    return {f"the parameter {name}, step by step": values for name, values in path.items()} | {
        "the gradient of a parameter that no step met": own
    }
