# ---
# title: Every handler is a generator; before its yield is the way out, after it the way back
# ---

# %% grade_id="messenger"
from contextlib import ExitStack, contextmanager


class Messenger:
    def __init__(self, fn=None):
        self.fn = fn

    def __enter__(self):
        STACK.append(self.passing)
        return self

    def __exit__(self, *exception):
        STACK.pop()

    def __call__(self, *args, **kwargs):
        self.__enter__()
        try:
            return self.fn(*args, **kwargs)
        finally:
            self.__exit__()

    def process_message(self, msg):
        return None

    def postprocess_message(self, msg):
        return None

    def passing(self, msg):
        self.process_message(msg)
        yield
        self.postprocess_message(msg)


# %% grade_id="stack"
def apply_stack(msg):
    with ExitStack() as way_back:
        for passing in STACK[::-1]:
            way_back.enter_context(contextmanager(passing)(msg))
            if msg["stop"]:
                break
        if msg["value"] is None:
            msg["value"] = msg["fn"]() if msg["type"] == "param" else draw(msg["fn"])


def sample(name, fn, obs=None):
    msg = {"name": name, "type": "sample", "fn": fn, "stop": False, "is_observed": obs is not None, "value": obs}
    apply_stack(msg)
    return msg["value"]


# %% grade_id="trace"
class trace(Messenger):
    def __enter__(self):
        self.nodes = {}
        return Messenger.__enter__(self)

    def passing(self, msg):
        yield
        params = [node["type"] for node in (msg, self.nodes.get(msg["name"], msg))] == ["param", "param"]
        if msg["name"] in self.nodes and not params:
            raise RuntimeError(f"two sites are called {msg['name']!r}")
        self.nodes[msg["name"]] = dict(msg)

    def get_trace(self, *args, **kwargs):
        self(*args, **kwargs)
        return dict(self.nodes)


def log_prob_sum(nodes):
    total = torch.zeros(())
    for node in nodes.values():
        if node["type"] != "param":
            total = total + torch.sum(node["fn"].log_prob(node["value"]))
    return total


# %% grade_id="param"
def clear_param_store():
    STORE.clear()


def first_value(name, init_value, constraint):
    if init_value is None:
        raise KeyError(f"{name} has no start value")
    free = transform_to(constraint).inv(init_value.clone().detach()).detach()
    STORE[name] = (free.requires_grad_(True), constraint)


def current_value(name):
    free, constraint = STORE[name]
    value = transform_to(constraint)(free)
    value.unconstrained = lambda: STORE[name][0]
    return value


def param(name, init_value=None, constraint=constraints.real):
    def fn():
        if name not in STORE:
            first_value(name, init_value, constraint)
        return current_value(name)

    msg = {"name": name, "type": "param", "fn": fn, "stop": False, "is_observed": False, "value": None}
    apply_stack(msg)
    return msg["value"]


# %% grade_id="condition"
class condition(Messenger):
    def __init__(self, fn, data):
        self.fn, self.data = fn, dict(data)

    def passing(self, msg):
        if msg["type"] == "sample" and msg["name"] in self.data:
            msg |= {"value": self.data[msg["name"]], "is_observed": True}
        yield


class replay(Messenger):
    def __init__(self, fn, guide_trace):
        latent = {name: node for name, node in guide_trace.items() if node["type"] == "sample"}
        self.fn, self.values = fn, {name: node["value"] for name, node in latent.items()}

    def passing(self, msg):
        if (msg["type"], msg["is_observed"]) == ("sample", False):
            msg["value"] = self.values.get(msg["name"], msg["value"])
        yield


# %% grade_id="block"
class block(Messenger):
    def __init__(self, fn=None, hide_fn=lambda msg: True):
        self.fn, self.hide_fn = fn, hide_fn

    def passing(self, msg):
        if self.hide_fn(msg):
            msg["stop"] = True
        yield


class seed(Messenger):
    def __init__(self, fn=None, rng_seed=0):
        self.fn, self.rng_seed, self.states = fn, rng_seed, []

    def __enter__(self):
        self.states.append(torch.get_rng_state())
        torch.manual_seed(self.rng_seed)
        return super().__enter__()

    def __exit__(self, *exception):
        super().__exit__(*exception)
        torch.set_rng_state(self.states.pop())


# %% grade_id="plate"
AROUND = []  # the dims of the plates that are open


class plate(Messenger):
    def __init__(self, name, size, dim=None):
        self.name, self.size, self.dim = name, size, dim

    def __enter__(self):
        dim = self.dim
        if dim is None:
            dim = -1
            while dim in AROUND:
                dim = dim - 1
        if dim in AROUND:
            raise ValueError(f"{dim} is taken, {self.name} must choose another dim")
        AROUND.append(dim)
        STACK.append(lambda msg: self.expanding(msg, dim))
        return self

    def __exit__(self, *exception):
        AROUND.pop()
        STACK.pop()

    def expanding(self, msg, dim):
        if msg["type"] == "sample":
            own = [1] * -dim
            own[0] = self.size
            try:
                shape = torch.broadcast_shapes(msg["fn"].batch_shape, tuple(own))
            except RuntimeError:
                shape = None
            if shape is None or shape[dim] != self.size:
                raise ValueError(f"the shape of {msg['name']} does not suit the plate {self.name}")
            msg["fn"] = msg["fn"].expand(shape)
        yield

    def __iter__(self):
        return iter([*range(self.size)])


# %% grade_id="elbo"
def elbo_loss(model, guide, *args, **kwargs):
    q = trace(guide).get_trace(*args, **kwargs)
    p = trace(replay(model, q)).get_trace(*args, **kwargs)
    return -(log_prob_sum(p) - log_prob_sum(q))


# %% grade_id="svi"
class Adam:
    def __init__(self, optim_args):
        self.make = lambda tensor: torch.optim.Adam([tensor], **optim_args)
        self.of = {}

    def __call__(self, params):
        for tensor in params:
            self.of[tensor] = self.of.get(tensor) or self.make(tensor)
        for tensor in params:
            self.of[tensor].step()


class Leaves(Messenger):
    """Collects the free tensors of the params that pass, and keeps everything from the handlers outside."""

    def passing(self, msg):
        msg["stop"] = True
        yield
        if msg["type"] == "param":
            self.found[msg["name"]] = msg["value"].unconstrained()


class SVI:
    def __init__(self, model, guide, optim):
        self.programs, self.optim = (model, guide), optim

    def step(self, *args, **kwargs):
        leaves = Leaves(elbo_loss)
        leaves.found = {}
        loss = leaves(*self.programs, *args, **kwargs)
        found = list(leaves.found.values())
        for leaf, slope in zip(found, torch.autograd.grad(loss, found), strict=True):
            leaf.grad = slope
        self.optim(found)
        for leaf in found:
            leaf.grad = None
        return loss.detach().item()
