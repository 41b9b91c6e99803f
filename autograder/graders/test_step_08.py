"""Hidden graders of step_08, conditioning: the log joint, draws with mu held, and what is seen against what is set."""

import torch

from autograder import expect, probes


def test_joint_value(both, variant):
    """log_joint at several values of mu, near and far, and for data sets of several sizes."""
    questions = [
        (torch.tensor(variant.uniform(0.5, 2.0)), variant.normal(2.0, 2.0, 7)),
        (torch.tensor(variant.uniform(-3.0, -1.5)), variant.normal(-1.0, 2.0, 12)),
        (torch.tensor(variant.uniform(50.0, 90.0)), variant.normal(1.0, 2.0, 1)),
    ]
    steps = [probes.call("log_joint", question) for question in questions]

    for mine, theirs, (mu, data) in zip(*both.sequence(*steps), questions, strict=True):
        what = f"what log_joint returned for mu = {mu:.3f} and {len(data)} mornings"
        expect.close(mine, theirs, what, atol=1e-3, code="log_joint")


def test_joint_kinds(student, variant):
    """Does log_joint take a mu that is a float, and one that is a tensor, and return a plain float for both?"""
    mu, data = variant.uniform(0.5, 2.0), variant.normal(2.0, 2.0, 4)
    answers = [student.call("log_joint", (value, data)) for value in (mu, torch.tensor(mu))]

    for answer, kind in zip(answers, ("a float", "a tensor"), strict=True):
        expect.number(answer, f"what log_joint returned for a mu that is {kind}", code="log_joint")


def test_given_draws(student, variant, tries):
    """The mornings of draw_given: how many, around which mu, how far spread, and anew in each call."""
    n, mu, far = variant.integer(3, 6), variant.uniform(3.0, 8.0), variant.uniform(-40.0, -20.0)
    small = [probes.call("draw_given", (value, n), stochastic=True) for value in (mu, mu, torch.tensor(far))]
    first, second, third = student.sequence(*small)
    centres = probes.call(probes.Prop("step_08", "centres"), (probes.Name("draw_given"), torch.tensor(mu), n))
    student.sequence(centres)  # tells one mistake from another

    for mornings in (first, second, third):
        expect.shape(mornings, (n,), f"what draw_given(mu, {n}) returned", code="mornings")
        different = len(set(torch.as_tensor(mornings).tolist())) == n
        expect.that(different, "Some mornings of one call of draw_given are equal.", code="equal")
    expect.differ(first, second, "the mornings of two calls of draw_given")
    for attempt in tries:
        with attempt as seed:
            step = probes.call("draw_given", (torch.tensor(far), 4000), stochastic=True)
            [many] = student.sequence(step, seed=seed, limit=20.0)
            expect.shape(many, (4000,), "what draw_given(mu, 4000) returned", code="mornings")
            many = torch.as_tensor(many).double()
            mean, spread = float(many.mean()), float(many.std())
            off = "that is not where the text wants them"
            told = f"The mean of 4000 mornings of draw_given({far:.2f}, 4000) is {mean:.2f}; {off}."
            expect.that(abs(mean - far) < 0.2, told, code="mean")
            told = f"The standard deviation of 4000 mornings of draw_given is {spread:.2f}; that is not the model's."
            expect.that(abs(spread - 2.0) < 0.15, told, code="spread")


def answers(student, variant, question):
    """What a question has to say about several programs, each with the probabilities that it was made of."""
    programs = [
        (variant.uniform(0.1, 0.4), variant.uniform(0.05, 0.2), variant.uniform(0.6, 0.95)),
        (variant.uniform(0.6, 0.9), variant.uniform(0.1, 0.4), variant.uniform(0.5, 0.9)),
        (variant.uniform(0.3, 0.5), variant.uniform(0.7, 0.9), variant.uniform(0.1, 0.3)),
    ]
    ask = probes.Prop("step_08", "ask")
    steps = [probes.call(ask, (probes.Name(question), *program)) for program in programs]
    return programs, student.sequence(*steps, limit=20.0)


def test_seen_exact(student, variant):
    """cause_seen for programs that the notebook never saw."""
    programs, got = answers(student, variant, "cause_seen")

    for (cause, given_not, given), answer in zip(programs, got, strict=True):
        both = cause * given
        expect.number(answer, "what cause_seen returned", code="seen")
        expect.close(answer, both / (both + (1 - cause) * given_not), "what cause_seen returned", code="seen")


def test_set_exact(student, variant):
    """cause_set for programs that the notebook never saw."""
    programs, got = answers(student, variant, "cause_set")

    for (cause, _, _), answer in zip(programs, got, strict=True):
        expect.number(answer, "what cause_set returned", code="set")
        expect.close(answer, cause, "what cause_set returned", code="set")
