"""Hidden graders of step_10, MAP by gradient ascent: the exact top, the walk step by step, its end, its failure."""

from autograder import expect, probes

# With this learning rate a float32 is infinite after one update, and no float survives SURVIVED updates.
RUNAWAY, SURVIVED = 1e30, 6


def pair(answer, title):
    """The mu and the history that map_estimate returned; a Mismatch if it is anything else than a pair."""
    expect.length(answer, 2, f"what map_estimate returned for {title}, a pair (mu, history),")
    mu, history = answer
    return expect.number(mu, f"mu after {title}"), expect.floats(history, f"the history of {title}")


def test_exact_map(both, variant):
    """map_exact for data sets of several sizes: is it the top of the log joint, and a plain number?"""
    data_sets = [variant.normal(4.0, 1.0, 1), variant.normal(3.0, 1.5, 6), variant.normal(-5.0, 2.0, 23)]
    tops = [both.call("map_exact", (data,)) for data in data_sets]

    for data, (top, exact) in zip(data_sets, tops, strict=True):
        what = f"what map_exact returned for a data set of size {len(data)}"
        expect.number(top, what)
        expect.close(top, exact, what)


def test_ascent_path(both, variant, credit):
    """Short walks over data that the notebook never saw: mu at the end, and the history, value by value."""
    first, second = variant.normal(4.0, 1.5, 7), variant.normal(-3.0, 1.0, 12)
    # The first walk comes twice in one process: a second call has to start afresh. No walk is long enough to arrive.
    walks = {
        "5 updates": (first, 0.02, 5),
        "the same 5 updates once more": (first, 0.02, 5),
        "8 updates on other data": (second, 0.01, 8),
        "1 update": (second, 0.01, 1),
        "no update": (second, 0.01, 0),
    }
    steps = [probes.call("map_estimate", walk) for walk in walks.values()]
    answers, wanted = both.sequence(*steps, limit=20.0)
    got = [pair(answer, title) for answer, title in zip(answers, walks, strict=True)]

    for (mu, _), (exact, _), title in zip(got, wanted, walks, strict=True):
        expect.close(mu, exact, f"mu after {title}")
    credit(0.5)
    for (_, history), (_, exact), title in zip(got, wanted, walks, strict=True):
        expect.length(history, len(exact), f"the history of {title}")
        expect.close(history, exact, f"the history of {title}", atol=1e-3)


def test_ascent_limit(student, reference, variant):
    """A long walk over data that the notebook never saw: it has to end at the exact MAP, with no update left out."""
    data, steps = variant.normal(4.0, 1.5, 9), 300
    answer = student.call("map_estimate", (data, 0.1, steps), limit=30.0)
    exact = reference.call("map_exact", (data,))
    mu, history = pair(answer, "a long walk")

    expect.close(mu, exact, "mu after a long walk", atol=1e-3)
    # Whether the start is in the history is another grader's question.
    all_made = len(history) >= steps
    expect.that(all_made, "The long walk arrived, but its history shows fewer updates than were asked for.")


def test_ascent_diverges(student, variant):
    """Walks with a learning rate that is too large: a ValueError or finite values, whatever the number of updates."""
    data = variant.normal(4.0, 1.0, 7)
    # Which update is the last finite one depends on the precision of the floats, which is free: so every number of
    # updates is tried, and the longest walk that came back is looked at.
    errors = [student.error("map_estimate", (data, RUNAWAY, steps)) for steps in range(SURVIVED + 1)]
    came_back = [steps for steps, error in enumerate(errors) if error is None]
    answer = student.call("map_estimate", (data, RUNAWAY, came_back[-1])) if came_back else None
    downhill = student.error("map_estimate", (data, 0.2, 6))

    what = "the call of map_estimate with a far too large learning rate"
    for error in errors:
        if error is not None:
            expect.raised(error, "ValueError", what)
    expect.raised(errors[-1], "ValueError", what)
    if answer is not None:
        pair(answer, "a walk with a far too large learning rate")
    expect.not_raised(downhill, "a short walk that only goes down, with finite values,")
