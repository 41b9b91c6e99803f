# ---
# title: A trace is made of the nodes again, and a raised value is put back
# ---

# %% grade_id="site_table"
def is_site(node):
    return node["type"] == "sample" and type(node["fn"]).__name__ != "_Subsample"


def site_table(nodes):
    keys = ("name", "observed", "batch_shape", "event_shape")
    return [
        dict(zip(keys, (name, node["is_observed"], node["fn"].batch_shape, node["fn"].event_shape), strict=True))
        for name, node in nodes.items()
        if is_site(node)
    ]


# %% grade_id="log_prob_sum"
def log_prob_sum(nodes):
    trace = poutine.Trace()
    for name, node in nodes.items():
        trace.add_node(name, **node)
    total = trace.log_prob_sum()
    return total.item() if isinstance(total, torch.Tensor) else float(total)


# %% grade_id="plates_of"
def plates_of(nodes):
    from collections import defaultdict

    sites, facts = defaultdict(list), {}
    for name in nodes:
        if is_site(nodes[name]):
            for frame in reversed(nodes[name]["cond_indep_stack"]):
                sites[frame.name].append(name)
                facts[frame.name] = {"dim": frame.dim, "size": frame.full_size, "taken": frame.size}
    return {name: {**facts[name], "sites": sites[name]} for name in facts}


# %% grade_id="edges_of"
def edges_of(scores, values):
    values = dict(values)
    before = scores(values)
    edges = []
    for raised, kept in list(values.items()):
        values[raised] = kept + 0.1
        after = scores(values)
        values[raised] = kept
        edges.extend((raised, name) for name in before if name != raised and before[name] != after[name])
    return edges
