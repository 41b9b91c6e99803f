# ---
# title: Functions instead of classes, an immutable stack in a context variable, and a message that travels by recursion
# ---

# %% grade_id="messenger"
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace

LISTENERS = ContextVar("LISTENERS", default=())  # the handlers in force, the innermost first; never changed in place


@contextmanager
def listening(*handlers):
    token = LISTENERS.set((*handlers, *LISTENERS.get()))
    try:
        yield
    finally:
        LISTENERS.reset(token)


class Messenger:
    def __init__(self, fn=None):
        self.fn, self.blocks = fn, []

    def __enter__(self):
        self.blocks.append(listening(self))
        self.blocks[-1].__enter__()
        return self

    def __exit__(self, *exception):
        # Whatever the block's exception was, it is none of this context's business.
        self.blocks.pop().__exit__(None, None, None)

    def __call__(self, *args, **kwargs):
        with listening(self):
            return self.fn(*args, **kwargs)

    def process_message(self, msg): ...

    def postprocess_message(self, msg): ...


def handler(out=lambda msg: None, back=lambda msg: None):
    return SimpleNamespace(process_message=out, postprocess_message=back)


# %% grade_id="stack"
def travel(msg, listeners, make):
    if listeners and not msg["stop"]:
        first, *others = listeners
        first.process_message(msg)
        travel(msg, others, make)
        first.postprocess_message(msg)
    elif msg["value"] is None:
        msg["value"] = make(msg)


def statement(type, name, fn, value, make):
    msg = {"type": type, "name": name, "fn": fn, "value": value, "is_observed": value is not None, "stop": False}
    travel(msg, LISTENERS.get(), make)
    return msg["value"]


def sample(name, fn, obs=None):
    return statement("sample", name, fn, obs, lambda msg: draw(msg["fn"]))


# %% grade_id="trace"
def trace(fn):
    def run(*args, **kwargs):
        run.nodes = nodes = {}

        def note(msg):
            name, kinds = msg["name"], {msg["type"]} | {nodes[n]["type"] for n in nodes if n == msg["name"]}
            if name in nodes and "sample" in kinds:
                raise RuntimeError("The site " + name + " has been there before.")
            nodes[name] = {**msg}

        with listening(handler(back=note)):
            return fn(*args, **kwargs)

    def get_trace(*args, **kwargs):
        run(*args, **kwargs)
        return run.nodes

    run.get_trace = get_trace
    return run


def log_prob_sum(nodes):
    flat = [
        site["fn"].log_prob(site["value"]).reshape(-1)
        for site in nodes.values()
        if isinstance(site["fn"], dist.Distribution)
    ]
    return torch.cat(flat).sum()


# %% grade_id="param"
def clear_param_store():
    STORE.clear()


def param(name, init_value=None, constraint=constraints.real):
    def make(msg):
        if init_value is not None and name not in STORE:
            to_free = transform_to(constraint).inv
            STORE[name] = torch.nn.Parameter(to_free(init_value.detach()).clone()), transform_to(constraint)
        leaf, to_constrained = STORE[name]
        value = to_constrained(leaf)
        value.unconstrained = lambda: leaf
        return value

    return statement("param", name, make, None, make)


# %% grade_id="condition"
def answering(fn, answers):
    """fn with a handler that asks `answers(msg)` for changes to the messages of sample sites."""

    def out(msg):
        if msg["type"] == "sample":
            msg.update(answers(msg))

    def run(*args, **kwargs):
        with listening(handler(out)):
            return fn(*args, **kwargs)

    return run


def condition(fn, data):
    def answers(msg):
        return {"value": data[msg["name"]], "is_observed": True} if msg["name"] in data else {}

    return answering(fn, answers)


def replay(fn, guide_trace):
    def answers(msg):
        known = msg["name"] in guide_trace and not msg["is_observed"]
        return {"value": guide_trace[msg["name"]]["value"]} if known else {}

    return answering(fn, answers)


# %% grade_id="block"
def block(fn, hide_fn=None):
    def hide(msg):
        msg["stop"] = hide_fn is None or bool(hide_fn(msg))

    def run(*args, **kwargs):
        with listening(handler(hide)):
            return fn(*args, **kwargs)

    return run


def seed(fn, rng_seed=0):
    def run(*args, **kwargs):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(rng_seed)
            return fn(*args, **kwargs)

    return run


# %% grade_id="plate"
DIMS = ContextVar("DIMS", default=frozenset())


class plate:
    def __init__(self, name, size, dim=None):
        self.name, self.size, self.dim, self.open = name, size, dim, []

    @contextmanager
    def along(self):
        taken = DIMS.get()
        dim = self.dim if self.dim is not None else max(set(range(-len(taken) - 1, 0)) - taken)
        if dim in taken:
            raise ValueError(f"no room for {self.name} at {dim}")

        def widen(msg):
            if msg["type"] == "sample":
                shape = msg["fn"].batch_shape
                shape = [*[1] * max(0, -dim - len(shape)), *shape]
                if not {shape[dim]} <= {1, self.size}:
                    raise ValueError(f"{msg['name']} does not fit into {self.name}")
                msg["fn"] = msg["fn"].expand([*shape[:dim], self.size, *(shape[dim + 1 :] if dim < -1 else [])])

        token = DIMS.set(taken | {dim})
        try:
            with listening(handler(widen)):
                yield self
        finally:
            DIMS.reset(token)

    def __enter__(self):
        context = self.along()
        context.__enter__()
        self.open.append(context)
        return self

    def __exit__(self, *exception):
        self.open.pop().__exit__(None, None, None)

    def __iter__(self):
        return (i for i in range(self.size))


# %% grade_id="elbo"
def elbo_loss(model, guide, *args, **kwargs):
    proposal = trace(guide).get_trace(*args, **kwargs)
    world = trace(replay(model, proposal)).get_trace(*args, **kwargs)

    def signed(nodes, sign):
        return [sign * site["fn"].log_prob(site["value"]).sum() for site in nodes.values() if site["type"] == "sample"]

    return sum(signed(proposal, 1.0) + signed(world, -1.0))


# %% grade_id="svi"
def Adam(optim_args):
    optimisers = {}

    def step(params):
        for p in params:
            if id(p) not in optimisers:
                optimisers[id(p)] = p, torch.optim.Adam([p], **optim_args)
            optimisers[id(p)][1].step()

    return step


def SVI(model, guide, optim):
    def step(*args, **kwargs):
        met = {}

        def end_here(msg):
            msg["stop"] = True

        def note(msg):
            if msg["type"] == "param":
                met[msg["name"]] = msg["value"].unconstrained()

        with listening(handler(end_here, note)):
            loss = elbo_loss(model, guide, *args, **kwargs)
        loss.backward()
        optim(list(met.values()))
        for p in met.values():
            p.grad = None
        return float(loss)

    return SimpleNamespace(step=step)
