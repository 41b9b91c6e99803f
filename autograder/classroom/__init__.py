"""A class at a time: the run and its workers, the gradebook, what nbgrader is given, feedback, reports, demo, bench."""
