# ---
# title: In the manner of Pyro's own code, with slices of the stack, weak references and two contexts in SVI
# ---

# %% grade_id="messenger"
class Messenger:
    def __init__(self, fn=None):
        self.fn = fn

    def __enter__(self):
        STACK.append(self)
        return self

    def __exit__(self, exception_type, exception, traceback):
        if self in STACK:
            del STACK[STACK.index(self) :]

    def process_message(self, msg):
        pass

    def postprocess_message(self, msg):
        pass

    def __call__(self, *args, **kwargs):
        with self:
            return self.fn(*args, **kwargs)


# %% grade_id="stack"
def apply_stack(msg):
    pointer = 0
    for handler in reversed(STACK):
        pointer += 1
        handler.process_message(msg)
        if msg["stop"]:
            break
    if msg["value"] is None:
        msg["value"] = msg["draw"]()
    for handler in STACK[len(STACK) - pointer :]:
        handler.postprocess_message(msg)
    return msg


def sample(name, fn, obs=None):
    msg = {
        "type": "sample",
        "name": name,
        "fn": fn,
        "value": obs,
        "is_observed": obs is not None,
        "stop": False,
    }
    msg["draw"] = lambda: draw(msg["fn"])
    return apply_stack(msg)["value"]


# %% grade_id="trace"
from collections import OrderedDict


class trace(Messenger):
    def __enter__(self):
        super().__enter__()
        self.nodes = OrderedDict()
        return self.nodes

    def postprocess_message(self, msg):
        if msg["name"] in self.nodes and (msg["type"] == "sample" or self.nodes[msg["name"]]["type"] == "sample"):
            raise RuntimeError(f"Multiple sites named '{msg['name']}'")
        self.nodes[msg["name"]] = msg.copy()

    def get_trace(self, *args, **kwargs):
        with self as nodes:
            self.fn(*args, **kwargs)
        return nodes


def log_prob_sum(nodes):
    return torch.stack([n["fn"].log_prob(n["value"]).sum() for n in nodes.values() if n["type"] == "sample"]).sum()


# %% grade_id="param"
import weakref


def clear_param_store():
    STORE.clear()


def param(name, init_value=None, constraint=constraints.real):
    def fn():
        if name in STORE:
            unconstrained, stored_constraint = STORE[name]
        elif init_value is None:
            raise KeyError(name)
        else:
            stored_constraint = constraint
            with torch.no_grad():
                unconstrained = transform_to(constraint).inv(init_value).clone()
            unconstrained.requires_grad_()
            STORE[name] = unconstrained, constraint
        constrained = transform_to(stored_constraint)(unconstrained)
        constrained.unconstrained = weakref.ref(unconstrained)
        return constrained

    return apply_stack(
        {"type": "param", "name": name, "fn": fn, "draw": fn, "value": None, "is_observed": False, "stop": False}
    )["value"]


# %% grade_id="condition"
class condition(Messenger):
    def __init__(self, fn=None, data=None):
        super().__init__(fn)
        self.data = data

    def process_message(self, msg):
        if msg["type"] == "sample":
            value = self.data.get(msg["name"])
            if value is not None:
                msg.update(value=value, is_observed=True)


class replay(Messenger):
    def __init__(self, fn=None, guide_trace=None):
        super().__init__(fn)
        self.guide_trace = guide_trace

    def process_message(self, msg):
        if msg["name"] in self.guide_trace and msg["type"] == "sample":
            if msg["is_observed"]:
                return
            msg["value"] = self.guide_trace[msg["name"]]["value"]


# %% grade_id="block"
import random


class block(Messenger):
    def __init__(self, fn=None, hide_fn=lambda msg: True):
        super().__init__(fn)
        self.hide_fn = hide_fn

    def process_message(self, msg):
        msg["stop"] = msg["stop"] or bool(self.hide_fn(msg))


class seed(Messenger):
    def __init__(self, fn=None, rng_seed=0):
        super().__init__(fn)
        self.rng_seed = rng_seed

    def __enter__(self):
        self.states = torch.random.get_rng_state(), random.getstate()
        torch.random.manual_seed(self.rng_seed)
        random.seed(self.rng_seed)

    def __exit__(self, *exception):
        torch.random.set_rng_state(self.states[0])
        random.setstate(self.states[1])


# %% grade_id="plate"
PLATES = {}  # dim -> the name of the plate that has it


class plate(Messenger):
    def __init__(self, name, size, dim=None):
        super().__init__()
        self.name, self.size, self.fixed = name, size, dim

    def __enter__(self):
        if self.fixed in PLATES:
            raise ValueError(f"{self.name} and {PLATES[self.fixed]} collide at dim {self.fixed}")
        self.dim = self.fixed or next(-k for k in range(1, 100) if -k not in PLATES)
        PLATES[self.dim] = self.name
        return super().__enter__()

    def __exit__(self, *exception):
        del PLATES[self.dim]
        super().__exit__(*exception)

    def process_message(self, msg):
        if msg["type"] == "sample":
            before = msg["fn"].batch_shape
            here = before[self.dim] if len(before) >= -self.dim else 1
            if here != 1 and here != self.size:
                raise ValueError(f"site {msg['name']} has {here} entries along {self.name}, which has {self.size}")
            msg["fn"] = msg["fn"].expand(torch.broadcast_shapes(before, (self.size,) + (1,) * (-self.dim - 1)))

    def __iter__(self):
        yield from range(self.size)


# %% grade_id="elbo"
def elbo_loss(model, guide, *args, **kwargs):
    guide_trace = trace(guide).get_trace(*args, **kwargs)
    model_trace = trace(replay(model, guide_trace)).get_trace(*args, **kwargs)
    elbo = 0.0
    for site in model_trace.values():
        if site["type"] == "sample":
            elbo = elbo + site["fn"].log_prob(site["value"]).sum()
    for site in guide_trace.values():
        if site["type"] == "sample":
            elbo = elbo - site["fn"].log_prob(site["value"]).sum()
    return -elbo


# %% grade_id="svi"
class Adam:
    def __init__(self, optim_args):
        self.optim_args, self.optim_objs = optim_args, {}

    def __call__(self, params):
        for p in params:
            optim = self.optim_objs.get(p)
            if optim is None:
                optim = self.optim_objs[p] = torch.optim.Adam([p], **self.optim_args)
            optim.step()


class SVI:
    def __init__(self, model, guide, optim):
        self.model, self.guide, self.optim = model, guide, optim

    def step(self, *args, **kwargs):
        with trace() as param_capture, block(hide_fn=lambda msg: msg["type"] == "sample"):
            loss = elbo_loss(self.model, self.guide, *args, **kwargs)
        loss.backward()
        params = [site["value"].unconstrained() for site in param_capture.values()]
        self.optim(params)
        for p in params:
            p.grad = torch.zeros_like(p)
        return loss.item()
