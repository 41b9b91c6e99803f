"""The trusted end of the pipe: a subject that answers, its outputs, its limits, and the handle of the warm parent.

Nothing that comes over the pipe is believed; what a room above gets from here is plain data of a known kind.
"""
