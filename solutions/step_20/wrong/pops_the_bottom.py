# ---
# title: The handler at the wrong end leaves
# wrong: __exit__ takes the outermost handler off the stack instead of the innermost.
# caught_by: [handlers_leave, trace_sites, plate_expands, plate_nested, svi_steps, svi_params]
# hint: >-
#   When a block ends, which handler has to leave: the one that came first, or the one that came last? Try two
#   blocks in each other, with a site after the inner one.
# ---

# %% grade_id="messenger"
class Messenger:
    def __init__(self, fn=None):
        self.fn = fn

    def __enter__(self):
        STACK.append(self)
        return self

    def __exit__(self, *exception):
        STACK.pop(0)

    def __call__(self, *args, **kwargs):
        with self:
            return self.fn(*args, **kwargs)

    def process_message(self, msg):
        pass

    def postprocess_message(self, msg):
        pass
