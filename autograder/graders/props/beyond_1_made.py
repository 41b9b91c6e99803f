"""What a grader of beyond_1 asks of a new program before it runs it; apart, so that the figures of others stay."""


def can_be_run(either):
    """Whether either gives a program."""
    return callable(either("way", 0.25, lambda: "one", lambda: "the other"))
