# ---
# title: One generator picks the sample sites for all tasks
# ---

# %% grade_id="site_table"
def sample_sites(nodes):
    """The entries of sample sites, in order."""
    for node in nodes.values():
        if node["type"] == "sample" and not site_is_subsample(node):
            yield node


def site_table(nodes):
    rows = []
    for node in sample_sites(nodes):
        batch, event = tuple(node["fn"].batch_shape), tuple(node["fn"].event_shape)
        rows.append({"batch_shape": batch, "event_shape": event, "observed": node["is_observed"], "name": node["name"]})
    return rows


# %% grade_id="log_prob_sum"
def log_prob_sum(nodes):
    total = torch.zeros((), dtype=torch.float64)
    for node in sample_sites(nodes):
        terms = node["fn"].log_prob(node["value"]).double()
        mask = True if node["mask"] is None else node["mask"]
        keep = torch.as_tensor(mask).expand(terms.shape)
        total = total + node["scale"] * terms[keep].sum()
    return float(total)


# %% grade_id="plates_of"
def plates_of(nodes):
    frames = {frame.name: frame for node in sample_sites(nodes) for frame in node["cond_indep_stack"]}
    return {
        name: {
            "sites": [node["name"] for node in sample_sites(nodes) if frame in node["cond_indep_stack"]],
            "dim": frame.dim,
            "taken": frame.size,
            "size": frame.full_size,
        }
        for name, frame in frames.items()
    }


# %% grade_id="edges_of"
def edges_of(scores, values):
    start = scores(values)
    arrows = set()
    for raised in values:
        for name, score in scores({n: v + 0.1 if n == raised else v for n, v in values.items()}).items():
            if abs(score - start[name]) > 1e-6 and name != raised:
                arrows.add((raised, name))
    return sorted(arrows)
