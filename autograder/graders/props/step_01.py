"""What the graders of step_01 run around a student's draw: a note of every value that a sample site gave."""

from pyro.poutine.messenger import Messenger


class Notes(Messenger):
    """Writes down what is drawn at sample sites while it is in force, whatever their names."""

    def __init__(self):
        super().__init__()
        self.drawn = []

    def _pyro_post_sample(self, msg):
        self.drawn += msg["value"].detach().reshape(-1).tolist()


def watch(draw, n):
    """Call draw(n); give the numbers that it returned and those that sample sites gave meanwhile."""
    with Notes() as notes:
        answer = draw(n)
        numbers = [float(number) for number in answer] if hasattr(answer, "__iter__") else []
    return {"returned": numbers, "drawn": notes.drawn}


def count(draw, n):
    """How many numbers draw(n) returns, and how many sample sites give meanwhile."""
    return {name: len(numbers) for name, numbers in watch(draw, n).items()}
