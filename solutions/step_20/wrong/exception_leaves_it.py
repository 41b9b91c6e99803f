# ---
# title: After an exception the handler stays
# wrong: __call__ enters and exits by hand, so that an exception of fn leaves the handler on the stack.
# caught_by: [handlers_leave, seed_state]
# hint: >-
#   What is on your stack when the function that a handler wraps raises an exception? There is a statement that
#   cleans up on every way out.
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

    def __call__(self, *args, **kwargs):
        self.__enter__()
        answer = self.fn(*args, **kwargs)
        self.__exit__()
        return answer

    def process_message(self, msg):
        pass

    def postprocess_message(self, msg):
        pass
