# ---
# title: Pyro's own scale_and_mask for the score, plate sizes from the helpers, lists and copies
# ---

# %% grade_id="site_table"
def site_table(nodes):
    names = [name for name in nodes if nodes[name]["type"] == "sample"]
    table = []
    for name in filter(lambda name: not site_is_subsample(nodes[name]), names):
        fn = nodes[name]["fn"]
        row = dict.fromkeys(("name", "observed", "batch_shape", "event_shape"))
        row["name"], row["observed"] = name, bool(nodes[name]["is_observed"])
        row["batch_shape"], row["event_shape"] = fn.batch_shape, fn.event_shape
        table.append(row)
    return table


# %% grade_id="log_prob_sum"
def log_prob_sum(nodes):
    from pyro.distributions.util import scale_and_mask

    sites = [node for node in nodes.values() if node["type"] == "sample"]  # the helper of a plate scores 0
    logs = [scale_and_mask(node["fn"].log_prob(node["value"]), node["scale"], node["mask"]) for node in sites]
    return sum((log.sum().item() for log in logs), 0.0)


# %% grade_id="plates_of"
def plates_of(nodes):
    plates = {}
    for name, node in nodes.items():
        if node["type"] == "param" or "cond_indep_stack" not in node or site_is_subsample(node):
            continue
        for frame in node["cond_indep_stack"]:
            helper = nodes[frame.name]["fn"]
            if frame.name not in plates:
                plates[frame.name] = {"dim": frame.dim, "size": helper.size, "taken": len(nodes[frame.name]["value"])}
                plates[frame.name]["sites"] = []
            plates[frame.name]["sites"].append(name)
    return plates


# %% grade_id="edges_of"
def edges_of(scores, values):
    before, edges = scores(values), []
    for parent in values:
        copy = {name: value.clone() for name, value in values.items()}
        copy[parent] += 0.1
        after = scores(copy)
        for child in set(values) - {parent}:
            if before[child] != after[child]:
                edges.append([parent, child])
    return edges
