# ---
# title: The statements of one run, taken for those of all
# wrong: >-
#   The names and supports are noted in a single run, and all combinations of their values are scored.
# caught_by: [runs_all, runs_given, posterior_table]
# hint: >-
#   Your list has the same names in every run. But which statements a run meets depends on its values: another first
#   value may lead to other statements.
# ---

# %% grade_id="all_runs"
def all_runs(program, given=None):
    global meaning
    supports = {}

    def note(name, dist):
        supports[name] = [v for v in dist.support() if dist.log_p(v) > -math.inf]
        return supports[name][0]

    before, meaning = meaning, note
    try:
        program()
    finally:
        meaning = before
    if given:
        supports |= {name: [value] for name, value in given.items() if name in supports}
    scripts = [{}]
    for name, support in supports.items():
        scripts = [{**script, name: value} for script in scripts for value in support]
    found = []
    for script in scripts:
        results = []
        log_p = log_joint(lambda results=results: results.append(program()), script)
        found.append((script, results[0], log_p))
    return found
