"""The student side of the border: the warm parent, the child that it forks, its shell, and the locked door.

Nothing here knows an expected value, a grader, a course or another student.
"""
