"""Hidden graders of step_20, MiniPyro: the grader's programs over the student's primitives and over full Pyro.

The two runs start from one seed and must agree in every fact. What full Pyro does is the truth: the reference
notebook's own primitives are never asked.
"""

import contextlib

import torch

from autograder import expect
from autograder.probes import Name, Prop


class Exam:
    """Runs one program after the other, and gives each its share of the points.

    A program that fails keeps those before it from losing anything.
    """

    def __init__(self, student, reference, credit, programs):
        self.student, self.reference, self.credit, self.programs, self.done = student, reference, credit, programs, 0

    def agree(self, program, primitives, *args, worth=1):
        """The program's facts over the student's primitives are those over Pyro's."""
        names = primitives.split()
        with written(names):
            got = self.student.call(Prop("step_20", program), (*map(Name, names), *args))
        want = self.reference.call(Prop("step_20", "in_pyro"), (program, names, *args))
        same_facts(got, want)
        self.passed(worth)

    def refuse(self, program, primitives, *args, kind, what, mentions):
        """The program raises an error of this kind."""
        names = primitives.split()
        with written(names):
            error = self.student.error(Prop("step_20", program), (*map(Name, names), *args))
        expect.raised(error, kind, what, mentions=mentions)
        self.passed(1)

    def passed(self, worth):
        self.done += worth
        self.credit(self.done / self.programs)


@contextlib.contextmanager
def written(names):
    """Says which of the student's own functions may be a stub; the name of the grader's program would tell nothing."""
    try:
        yield
    except expect.Mismatch as mismatch:
        if mismatch.code.startswith("stub:"):
            message = f"At least one of these still raises NotImplementedError, or a method of it: {', '.join(names)}."
            raise expect.Mismatch(mismatch.code, message, "Write it, run its cell, then run this again.") from None
        raise


def same_facts(got, want):
    """Every fact that Pyro's run gave is in the student's, with the same value."""
    expect.dictionary(got, "what came of the program")
    for what, wanted in want.items():
        expect.that(what in got, f"There is nothing to tell for: {what}.", code=f"missing:{what}")
        if isinstance(wanted, (torch.Tensor, float)) or (isinstance(wanted, list) and _numeric(wanted)):
            expect.close(got[what], wanted, what)
        else:
            expect.equal(got[what], wanted, what)


def _numeric(values):
    return bool(values) and all(isinstance(value, float) for value in values)


def test_handlers_order(student, reference, variant, credit):
    """Handlers of the grader's around two sites: who is passed when, and what comes of their changes."""
    exam = Exam(student, reference, credit, 2)
    loc, shift = variant.normal(1.0, 0.5, 1), variant.uniform(0.5, 2.0, 1)
    exam.agree("order", "Messenger sample")
    exam.agree("changes", "Messenger sample", loc[0], shift[0])


def test_handlers_stop(student, reference, variant, credit):
    """Handlers that stop a message: who sees it nevertheless, on the way out and on the way back."""
    exam = Exam(student, reference, credit, 2)
    exam.agree("stopped_value", "Messenger sample", variant.normal(0.0, 1.0, 1)[0])
    exam.agree("stopped", "Messenger sample")


def test_handlers_leave(student, reference, variant, credit):
    """Handlers that end, in the ordinary way and with an exception, and that are used again."""
    exam = Exam(student, reference, credit, 1)
    exam.agree("leaving", "Messenger sample")


def test_sample_statement(student, reference, variant, credit):
    """Sample statements with and without data and handlers: what they return, and what their message says."""
    exam = Exam(student, reference, credit, 2)
    loc, value = variant.normal(1.0, 0.5, 3), variant.normal(4.0, 1.0, 3)
    exam.agree("bare", "sample", loc, value)
    exam.agree("watched", "Messenger sample", loc, value)


def test_trace_sites(student, reference, variant, credit):
    """Traces of the grader's programs: names, values, flags, densities, in several runs and in each other."""
    exam = Exam(student, reference, credit, 2)
    data, loc = variant.normal(2.0, 1.0, 4), variant.normal(0.0, 1.0, 1)
    exam.agree("traced", "trace sample", data, loc[0])
    exam.agree("traced_in_parts", "trace Messenger sample", data)


def test_trace_unique(student, reference, variant, credit):
    """A name that comes twice in a run, whether the sites have data or not."""
    exam = Exam(student, reference, credit, 3)
    value = variant.normal(0.0, 1.0, 1)[0]
    exam.agree("once_each", "trace sample", worth=0)
    kinds = {
        "of which the second has data": (None, value),
        "that have data": (value, value),
        "without data": (None,) * 2,
    }
    for which, (first, second) in kinds.items():
        what = f"the trace of two sites {which}, both named apple,"
        exam.refuse("twice", "trace sample", first, second, kind="RuntimeError", what=what, mentions=("apple",))


def test_trace_density(student, reference, variant, credit):
    """log_prob_sum of runs with latent and observed sites of several shapes, and its gradient."""
    exam = Exam(student, reference, credit, 1)
    data, loc = variant.normal(2.0, 1.0, 5), variant.normal(0.0, 1.0, 1)
    exam.agree("density_of", "trace log_prob_sum sample", data, loc[0])


def test_param_store(student, reference, variant, credit):
    """One parameter through its life, and the messages of params on their way over the stack."""
    exam = Exam(student, reference, credit, 3)
    start, other = variant.normal(1.0, 1.0, 3), variant.normal(-4.0, 1.0, 3)
    exam.agree("stored", "param clear_param_store", start, other)
    exam.agree("param_messages", "param clear_param_store Messenger trace sample", start)
    exam.refuse(
        "unknown",
        "param clear_param_store",
        "heron",
        kind="KeyError",
        what="a param named heron, which nobody had given a start value,",
        mentions=("heron",),
    )


def test_param_constraint(student, reference, variant, credit):
    """Parameters with several constraints: their start, their free tensors, and where a move of these leads."""
    exam = Exam(student, reference, credit, 1)
    positive, share, table = (
        variant.uniform(0.5, 3.0, 2),
        variant.uniform(0.2, 0.8, 1),
        variant.uniform(-1.5, 4.0, 2, 3),
    )
    exam.agree("constrained", "param clear_param_store", positive, share[0], table)


def test_condition_sites(student, reference, variant, credit):
    """Programs that are conditioned on latent and observed sites, on other names, and twice."""
    exam = Exam(student, reference, credit, 1)
    data, mu, start = variant.normal(2.0, 1.0, 3), variant.uniform(0.5, 2.0, 1)[0], variant.normal(0.0, 1.0, 1)[0]
    primitives = "trace condition sample param clear_param_store"
    exam.agree("conditioned", primitives, data, mu, start)


def test_replay_sites(student, reference, variant, credit):
    """A run that is replayed in another program, with data, new sites and a param; and the way of gradients."""
    exam = Exam(student, reference, credit, 1)
    data, start = variant.normal(2.0, 1.0, 3), variant.normal(0.0, 1.0, 1)[0]
    exam.agree("replayed", "trace replay sample param clear_param_store", data, start)


def test_block_hides(student, reference, variant, credit):
    """Blocks that hide all, some, or nothing, as seen from outside and from inside."""
    exam = Exam(student, reference, credit, 1)
    start = variant.normal(0.0, 1.0, 1)[0]
    exam.agree("hidden", "trace block Messenger sample param clear_param_store", start)


def test_seed_state(student, reference, variant, credit):
    """Runs with a seed and without, draws around them, seeds in each other, a run that fails, and who stays behind."""
    exam = Exam(student, reference, credit, 1)
    exam.agree("seeded", "seed Messenger sample", variant.integer(1, 10_000))


def test_plate_expands(student, reference, variant, credit):
    """Sites of several shapes in one plate, latent and observed, params in it, and sequential plates."""
    exam = Exam(student, reference, credit, 3)
    n = variant.integer(4, 6)
    data, locs = variant.normal(2.0, 1.0, n), variant.normal(0.0, 5.0, n)
    exam.agree("one_plate", "plate trace sample param clear_param_store", n, locs)
    exam.agree("plate_with_data", "plate trace sample", n, data, variant.normal(1.0, 1.0, 1)[0])
    exam.agree("in_turn", "plate trace sample", variant.integer(2, 4))


def test_plate_nested(student, reference, variant, credit):
    """Plates in plates, after one another, and kept in variables, with dims chosen for them and dims given."""
    exam = Exam(student, reference, credit, 1)
    exam.agree("nested_plates", "plate trace sample", variant.integer(6, 8), variant.integer(3, 5))


def test_plate_refuses(student, reference, variant, credit):
    """Distributions that do not fit into their plate, plates that want a dim that is taken, and what comes after."""
    exam = Exam(student, reference, credit, 4)
    size = variant.integer(4, 6)
    exam.refuse(
        "misfit",
        "plate sample",
        size,
        size - 1,
        -1,
        kind="ValueError",
        what="the site lid, which is too narrow for its plate kettle,",
        mentions=("kettle", "lid"),
    )
    for first, second in ((-2, -2), (None, -1)):
        what = f"a plate pot with dim={second}, inside a plate with dim={first},"
        exam.refuse("collision", "plate sample", first, second, kind="ValueError", what=what, mentions=("pot",))
    exam.agree("after_refusals", "plate sample", size)


def test_elbo_estimate(student, reference, variant, credit):
    """The loss and its gradients, for programs with latents, data, parameters, arguments and plates."""
    exam = Exam(student, reference, credit, 3)
    data, start = variant.normal(2.0, 1.0, 5), variant.normal(0.0, 1.0, 1)[0]
    primitives = "sample param clear_param_store"
    exam.agree("small_elbo", f"elbo_loss {primitives}", data, start)
    exam.agree("lonely_latent_elbo", f"elbo_loss {primitives}", data, start)
    exam.agree("plate_elbo", f"elbo_loss plate {primitives}", variant.normal(1.0, 2.0, 4))


def test_svi_steps(student, reference, variant, credit):
    """Steps of Adam along given slopes; then a training with other settings: losses and parameters, step by step."""
    exam = Exam(student, reference, credit, 2)
    first, second, slopes = variant.normal(1.0, 1.0, 2), variant.normal(1.0, 1.0, 3), variant.uniform(0.5, 2.0, 5)
    exam.agree("adam_alone", "Adam", first, second, slopes)
    data, start = variant.normal(2.0, 1.0, 5), variant.normal(0.0, 1.0, 1)[0]
    exam.agree("training", "SVI Adam sample param clear_param_store", data, start, 12)


def test_svi_params(student, reference, variant, credit):
    """Parameters of the model, ones that come late or in some steps only, and ones that nobody meets."""
    exam = Exam(student, reference, credit, 1)
    exam.agree("comings_and_goings", "SVI Adam sample param clear_param_store", variant.normal(2.0, 1.0, 5))
