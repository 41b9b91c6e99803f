# ---
# title: with ... as gives nothing
# wrong: __enter__ does not return the handler.
# caught_by: [handlers_leave]
# hint: >-
#   What does `with handler as it` put into the name behind `as`? It is what `__enter__` returns.
# ---

# %% grade_id="messenger"
class Messenger:
    def __init__(self, fn=None):
        self.fn = fn

    def __enter__(self):
        STACK.append(self)

    def __exit__(self, *exception):
        STACK.pop()

    def __call__(self, *args, **kwargs):
        with self:
            return self.fn(*args, **kwargs)

    def process_message(self, msg):
        pass

    def postprocess_message(self, msg):
        pass
