# ---
# title: No start is given
# wrong: >-
#   The guide starts where AutoNormal puts it, and the fit ends with one captain for nearly all days.
# caught_by: [guide_start, fit_quality]
# hint: >-
#   Your guide starts at AutoNormal's own choice. The text has a table of the values at which it should start,
#   and section 6 shows why.
# ---

# %% grade_id="make_guide"
def make_guide(data, K=2):
    return AutoNormal(poutine.block(model, hide=["assignment"]))
