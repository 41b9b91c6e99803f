"""Hidden graders of step_09, a gradient: of the log joint, by differences, with mornings that move or stand still."""

import torch

from autograder import expect, probes


def test_grad_value(both, variant):
    """grad_log_joint at several values of mu, near and far, and for data sets of several sizes."""
    questions = [
        (torch.tensor(variant.uniform(0.5, 2.0)), variant.normal(2.0, 2.0, 7)),
        (torch.tensor(variant.uniform(-3.0, -1.5)), variant.normal(-1.0, 2.0, 12)),
        (torch.tensor(variant.uniform(50.0, 90.0)), variant.normal(1.0, 2.0, 1)),
    ]
    steps = [probes.call("grad_log_joint", question) for question in questions]

    for mine, theirs, (mu, data) in zip(*both.sequence(*steps), questions, strict=True):
        what = f"what grad_log_joint returned for mu = {mu:.3f} and {len(data)} mornings"
        expect.close(mine, theirs, what, atol=1e-3, code="grad_log_joint")


def test_grad_clean(student, variant):
    """Whether grad_log_joint takes floats and tensors, returns plain floats, and leaves nothing behind."""
    mu, other, data = variant.uniform(0.5, 2.0), variant.uniform(-3.0, -1.0), variant.normal(3.0, 2.0, 4)
    steps = [probes.call("grad_log_joint", (value, data)) for value in (mu, torch.tensor(other), torch.tensor(mu), mu)]
    answers = student.sequence(*steps)
    shared = probes.call(probes.Prop("step_09", "one_tensor"), (probes.Name("grad_log_joint"), mu, data))
    [after] = student.sequence(shared)

    for answer in (*answers, *after["answers"]):
        expect.number(answer, "what grad_log_joint returned", code="number")
    for answer in (*answers[2:], *after["answers"]):
        expect.close(answer, answers[0], "a later answer of grad_log_joint, to the same question,", code="again")
    expect.close(after["value"], mu, "the tensor mu, after two calls of grad_log_joint,", code="mu")
    kept = not after["requires_grad"] and not after["has_grad"]
    expect.that(kept, "After grad_log_joint(mu, data), the tensor mu has a grad, or requires one, and had not before.")


def test_difference_value(both, variant):
    """central_difference for functions that the notebook never saw, at several places, with large and small steps."""
    questions = [
        ("cubic", variant.uniform(-2.0, 2.0), variant.uniform(0.2, 0.6)),
        ("wave", variant.uniform(-3.0, 3.0), variant.uniform(0.1, 0.3)),
        ("growth", variant.uniform(-1.0, 1.0), 1e-5),
        ("log_joint", variant.uniform(-2.0, 4.0), 1e-4),
    ]
    steps = [probes.call("central_difference", (probes.Prop("step_09", name), x, h)) for name, x, h in questions]
    steps.append(probes.call("central_difference", (probes.Prop("step_09", "growth"), variant.uniform(1.0, 2.0))))

    for mine, theirs in zip(*both.sequence(*steps), strict=True):
        expect.number(mine, "what central_difference returned", code="difference")
        expect.close(mine, theirs, "what central_difference returned", rtol=1e-6, atol=1e-6, code="difference")


def triples(student, variant):
    """The values of mu and n that were asked for, and what drawn_gradients returned, each twice."""
    questions = [
        (variant.uniform(1.0, 3.0), variant.integer(3, 6)),
        (variant.uniform(-30.0, -10.0), variant.integer(7, 9)),
        (variant.uniform(5.0, 9.0), 400),
    ]
    # Not marked as stochastic: whoever makes one run has equal draws from equal seeds, which tells mistakes apart.
    steps = [probes.call("drawn_gradients", question) for question in questions for _ in range(2)]
    return [question for question in questions for _ in range(2)], student.sequence(*steps)


def parts(answer, n):
    """The mornings and the two slopes of a triple; a Mismatch if it is none."""
    expect.length(answer, 3, "what drawn_gradients returned, a triple (y, moving, still),", code="triple")
    expect.shape(answer[0], (n,), "the mornings that drawn_gradients returned", code="y")
    for slope, name in zip(answer[1:], ("moving", "still"), strict=True):
        expect.number(slope, f"the slope {name} that drawn_gradients returned", code=name)
    return torch.as_tensor(answer[0]).double(), answer[1], answer[2]


def test_drawn_moving(student, variant):
    """The mornings of drawn_gradients, and the slope when they move along with mu, for several values of mu."""
    questions, answers = triples(student, variant)

    for (mu, n), answer in zip(questions, answers, strict=True):
        y, moving, _ = parts(answer, n)
        expect.that(len(set(y.tolist())) > n // 2, "The mornings of drawn_gradients are not all drawn.", code="drawn")
        far = "The mornings of drawn_gradients are not where mornings with this mu should be."
        expect.that(abs(float(y.mean()) - mu) < 12.0 / n**0.5, far, code="far")
        expect.close(moving, -mu, "the slope when the mornings move along", atol=1e-2, code="moving")
    expect.differ(answers[0][0], answers[1][0], "the mornings of two calls of drawn_gradients")


def test_drawn_still(student, variant):
    """The slope when the mornings of drawn_gradients stand still, for the mornings that came with it."""
    questions, answers = triples(student, variant)

    for (mu, n), answer in zip(questions, answers, strict=True):
        y, _, still = parts(answer, n)
        slope = -mu + float((y - mu).sum()) / 4.0
        expect.close(still, slope, "the slope when the mornings stand still", rtol=1e-3, atol=1e-2, code="still")
