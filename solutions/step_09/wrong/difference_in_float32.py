# ---
# title: In float32
# wrong: The tensors have PyTorch's usual type, and the subtraction loses nearly all digits.
# caught_by: [difference_value]
# hint: >-
#   Your difference is rough: look at the type of the tensors that you give to the function. How many digits are
#   left after the subtraction?
# ---

# %% grade_id="central_difference"
def central_difference(f, x, h=1e-4):
    return ((f(torch.tensor(x + h)) - f(torch.tensor(x - h))) / (2 * h)).item()
