"""Hidden graders of beyond_1, models as programs: branches, recursion, and programs that are made from programs."""

import math

import torch

from autograder import expect, probes


def prop(name, *arguments, stochastic=False):
    """A step that calls a function of the props with these arguments."""
    return probes.call(probes.Prop("beyond_1", name), arguments, stochastic=stochastic)


def test_weather_days(student, both, variant):
    """The sites of weather, their log densities on several days, and the pair that it returns."""
    days = [(sky, variant.uniform(low, low + 20.0)) for sky in (1.0, 0.0) for low in (20.0, 50.0, 85.0)]
    free = [student.trace("weather", seed=seed) for seed in (11, 12)]
    steps = [probes.density("weather", values={"cloudy": sky, "temp": temp}) for sky, temp in days]
    got, want = both.sequence(*steps)

    for run in free:
        expect.sites(run, latent=["cloudy", "temp"], observed=[])
        for name in ("cloudy", "temp"):
            expect.site(run, name, plates={}, batch_shape=(), event_shape=())
    for mine, theirs, (cloudy, temp) in zip(got, want, days, strict=True):
        expect.structure(mine, theirs)
        expect.density(mine, theirs)
        expect.length(mine.returned, 2, "what weather() returned, a pair (sky, temp),", code="pair")
        sky = "cloudy" if cloudy else "sunny"
        expect.equal(mine.returned[0], sky, f"the sky that weather() returned on a {sky} day", code="sky")
        told = "The temp that weather() returned is not a tensor."
        expect.that(isinstance(mine.returned[1], torch.Tensor), told, code="temp_kind")
        expect.close(mine.returned[1], temp, "the temp that weather() returned", code="temp")


def test_sales_days(student, both, variant):
    """What ice_cream adds to weather: the site sales on good and on bad days, and what it returns."""
    days = [(0.0, variant.uniform(81.0, 110.0)), (0.0, variant.uniform(40.0, 79.0))]
    days += [(1.0, variant.uniform(81.0, 110.0)), (1.0, variant.uniform(40.0, 79.0)), (0.0, 80.0), (0.0, 80.125)]
    steps, sales = [], [variant.uniform(60.0, 190.0) for _ in days]
    for (cloudy, temp), sold in zip(days, sales, strict=True):
        steps.append(probes.density("ice_cream", values={"cloudy": cloudy, "temp": temp, "sales": sold}))
    free = student.trace("ice_cream")
    got, want = both.sequence(*steps)

    expect.sites(free, latent=["cloudy", "temp", "sales"], observed=[])
    expect.site(free, "sales", plates={}, batch_shape=(), event_shape=())
    expect.close(free.returned, expect.site(free, "sales").value, "what ice_cream() returned", code="returned")
    for mine, theirs, sold in zip(got, want, sales, strict=True):
        expect.structure(mine, theirs)
        expect.density(mine, theirs, sites=["sales"])
        expect.close(mine.returned, sold, "what ice_cream() returned", code="returned")


def bells(variant):
    """The numbers of two programs, and temperatures at which each is asked, the far ones included."""
    for low in (0.15, 0.6):
        grey = [variant.uniform(40.0, 50.0), variant.uniform(5.0, 8.0)]
        bright = [variant.uniform(58.0, 70.0), variant.uniform(11.0, 16.0)]
        near = [variant.uniform(low, high) for low, high in ((30.0, 45.0), (46.0, 55.0), (56.0, 66.0))]
        # Where it is cloudy: the narrow bell is the bright one.
        yield (variant.uniform(low, low + 0.2), grey, bright), [*near, variant.uniform(400.0, 900.0)]
        yield (variant.uniform(low, low + 0.2), bright, grey), [near[1], -variant.uniform(400.0, 900.0)]


def exact_cloudy(temp, cloudy, grey, bright):
    """Bayes' rule for two bells, from the difference of the two logarithms."""
    scores = [
        math.log(share) - math.log(scale) - 0.5 * ((temp - loc) / scale) ** 2
        for share, (loc, scale) in ((cloudy, grey), (1.0 - cloudy, bright))
    ]
    difference = scores[1] - scores[0]
    return 0.0 if difference > 700.0 else 1.0 / (1.0 + math.exp(difference))


def test_cloudy_exact(student, variant):
    """cloudy_given for programs that the notebook never saw, and for temperatures far out, on both sides."""
    questions = [(temp, *numbers) for numbers, temps in bells(variant) for temp in temps]
    name = probes.Name("cloudy_given")
    answers = student.sequence(*(prop("asked", name, *question) for question in questions))

    for answer, question in zip(answers, questions, strict=True):
        what = f"what cloudy_given({question[0]:.2f}, …) returned for a program with numbers of its own"
        expect.number(answer, what, code="cloudy")
        expect.close(answer, exact_cloudy(*question), what, code="cloudy")


def test_geometric_runs(both, variant):
    """Held runs of geometric, short and long ones, from several first names: sites, densities, and the count."""
    runs = []
    for zeros, t in ((0, 0), (1, 0), (variant.integer(3, 6), 0), (variant.integer(51, 60), 0), (2, 7)):
        p = variant.uniform(0.1, 0.4)
        values = {f"x_{t + i}": float(i == zeros) for i in range(zeros + 1)}
        runs.append((torch.tensor(p) if zeros == 1 else p, t, zeros, values))
    steps = [probes.density("geometric", (p, t) if t else (p,), values=values) for p, t, _, values in runs]
    got, want = both.sequence(*steps)

    for mine, theirs, (_, _, zeros, _) in zip(got, want, runs, strict=True):
        expect.structure(mine, theirs)
        expect.density(mine, theirs)
        expect.equal(mine.returned, zeros, "what geometric returned, a plain int,", code="count")


def test_geometric_law(student, variant, tries):
    """Four hundred runs of geometric: how many tosses they take, anew in each, and what is returned beside them."""
    p, n = variant.uniform(0.25, 0.4), 400
    certain = student.trace("geometric", (1.0,))
    expect.sites(certain, latent=["x_0"], observed=[])
    expect.equal(certain.returned, 0, "what geometric(1.0) returned", code="certain")
    for attempt in tries:
        with attempt as seed:
            step = prop("coin_runs", probes.Name("geometric"), p, n, stochastic=True)
            [found] = student.sequence(step, seed=seed, limit=20.0)
            tosses = torch.tensor(found["tosses"]).double()
            zeros = [count - 1 for count in found["tosses"]]
            expect.that(found["returned"] == zeros, "In some runs geometric does not return its number of zeros.")
            first, mean = float((tosses == 1).double().mean()), float(tosses.mean())
            told = f"Over {n} runs of geometric({p:.3f}), {{}} is {{:.3f}}; that is not what the text describes."
            # five standard errors each
            spread = 5.0 * math.sqrt(p * (1.0 - p) / n)
            expect.that(abs(first - p) < spread, told.format("the share of runs with one toss", first), code="first")
            spread = 5.0 * math.sqrt((1.0 - p) / n) / p
            expect.that(abs(mean - 1.0 / p) < spread, told.format("the mean number of tosses", mean), code="mean")


def ways(variant):
    """Names, weights and pairs of programs that either is asked to join; whether the first or the second is run."""
    for first, second in (("market", "closed"), ("closed", "market"), ("quiet", "market")):
        for which in (1.0, 0.0):
            yield ("fork", "toss")[variant.integer(0, 1)], variant.uniform(0.1, 0.4), first, second, which


def gives_a_program(student):
    """either gives something that can be run."""
    ask = probes.Prop("beyond_1_made", "can_be_run")
    can_be_run = student.call(ask, (probes.Name("either"),))
    told = "What either(…) returned is no program that could be run."
    expect.that(can_be_run is True, told, code="program")


def test_either_runs(student, both, variant):
    """Programs that either made of two others: which sites a run has, the chance of each way, what comes back."""
    gives_a_program(student)
    questions = list(ways(variant))
    steps = []
    for name, weight, first, second, which in questions:
        arguments = (probes.Name("either"), name, weight, first, second)
        held = {name: which, "stalls": 5.0, "takings": variant.uniform(120.0, 180.0), "cats": 3.0}
        steps.append(probes.density(probes.Prop("beyond_1", "made_and_run"), arguments, values=held))
    inner = (probes.Name("either"), "far", "near", variant.uniform(0.2, 0.4))
    held = {"far": 0.0, "near": 0.0, "cats": 1.0}
    steps.append(probes.density(probes.Prop("beyond_1", "made_twice"), inner, values=held))
    got, want = both.sequence(*steps)

    for mine, theirs in zip(got, want, strict=True):
        expect.structure(mine, theirs)
        expect.density(mine, theirs)
        if isinstance(theirs.returned, torch.Tensor):
            expect.close(mine.returned, theirs.returned, "what came back from a program of either", code="returned")
        else:
            expect.equal(mine.returned, theirs.returned, "what came back from a program of either", code="returned")


def test_either_made(student, variant):
    """One program of either, run many times: nothing is run while it is made, one of the two ways in each run."""
    gives_a_program(student)
    weight, n = variant.uniform(0.4, 0.6), 60
    [found] = student.sequence(prop("run_often", probes.Name("either"), weight, n, stochastic=True))

    expect.equal(found["before"], [0, 0], "how often the two programs had been run when either returned")
    expect.that(set(found["came"]) == {0, 1}, "A program of either, run sixty times, went the same way each time.")
    counts = [found["came"].count(way) for way in (0, 1)]
    expect.that(found["begun"] == counts, "In some runs of a program of either, not exactly the chosen way was run.")


def test_branching_sites(student, variant):
    """Which sites a run of branching has on each branch, with data and without, held and free; what it returns."""
    data = torch.tensor(variant.uniform(-8.0, 8.0))
    held = [(c, arguments) for c in (0, variant.integer(1, 2), 3) for arguments in ((data,), ())]
    steps = [probes.trace("branching", arguments, values={"c": c}) for c, arguments in held]
    got = student.sequence(*steps)
    free = [student.trace("branching", arguments, seed=seed) for seed in range(6) for arguments in ((data,), ())]
    again = student.sequence(probes.trace("branching", (data,), values={"c": 1}))

    for (c, arguments), run in zip(held, got, strict=True):
        on_branch(run, c, arguments, held=True)
        expect.close(run.returned, c, "what branching returned", code="returned")
    for index, run in enumerate(free):
        arguments = ((data,), ())[index % 2]
        c = expect.site(run, "c", observed=False, plates={}, batch_shape=(), event_shape=()).value
        on_branch(run, int(torch.as_tensor(c)), arguments, held=False)
        expect.close(run.returned, c, "what branching returned, beside its c", code="returned")
    seen = expect.site(again[0], "obs", observed=True).value
    expect.close(seen, data, "the value of obs, beside the data", code="obs")


def on_branch(run, c, arguments, *, held):
    """The sites that a run has to have where c has this value."""
    observed = (["c"] if held else []) + (["obs"] if c and arguments else [])
    latent = ([] if held else ["c"]) + (["x"] if c else []) + (["obs"] if c and not arguments else [])
    expect.sites(run, latent=latent, observed=observed, params=["p"])
    if c:
        expect.site(run, "x", plates={}, batch_shape=(), event_shape=(3,))
        expect.site(run, "obs", plates={}, batch_shape=(), event_shape=())


def test_branching_density(both, variant):
    """The log density of branching at each c, with p, the errors and the data at values of the grader's."""
    steps = []
    for c in (0, 1, 2, 3, 0, 1, 2, 3):
        shares = variant.uniform(0.2, 1.0, 4)
        values = {"c": c, "x": variant.normal(0.0, 8.0, 3)}
        data = torch.tensor(variant.uniform(-6.0, 6.0))
        steps.append(probes.density("branching", (data,), values=values, params={"p": shares / shares.sum()}))
    slopes = probes.slopes("branching", (data,), values={"c": 2, "x": variant.normal(0.0, 8.0, 3)})
    (*got, moves), (*want, wanted) = both.sequence(*steps, slopes)

    for mine, theirs in zip(got, want, strict=True):
        expect.density(mine, theirs)
    expect.follows(moves, "c", "p")
    expect.slopes({"obs": moves.get("obs", {})}, {"obs": wanted["obs"]})


def test_branching_param(student, variant):
    """The parameter p: its start values, and whether it is a list of probabilities wherever training may move it."""
    [found] = student.sequence(prop("moved", probes.Name("branching"), variant.uniform(-1.5, 1.5, 4)))

    expect.close(found["start"], torch.tensor([0.4, 0.3, 0.2, 0.1]), "the start values of p", code="start")
    moved = torch.as_tensor(found["moved"]).double()
    kept = abs(float(moved.sum()) - 1.0) < 1e-4 and bool((moved > 0).all())
    expect.that(
        kept,
        "After its unconstrained numbers were moved, p is no list of probabilities any more.",
        code="simplex",
        look="Which constraint keeps four numbers positive, and their sum at 1?",
    )
