"""The student's own command: what a terminal shows of notebooks, their checks and hints. No course, no judge.

It is in what students install. Nothing here imports torch: a command that runs no notebook answers at once.
"""
