# ---
# title: Exceptions vanish in a handler
# wrong: __exit__ returns True, which tells Python to forget the exception.
# caught_by: [handlers_leave, trace_unique, plate_refuses]
# hint: >-
#   What does Python do with an exception when `__exit__` returns something true? An error inside a handler has
#   to reach whoever called.
# ---

# %% grade_id="messenger"
class Messenger:
    def __init__(self, fn=None):
        self.fn = fn

    def __enter__(self):
        STACK.append(self)
        return self

    def __exit__(self, *exception):
        STACK.pop()
        return True

    def __call__(self, *args, **kwargs):
        with self:
            return self.fn(*args, **kwargs)

    def process_message(self, msg):
        pass

    def postprocess_message(self, msg):
        pass
