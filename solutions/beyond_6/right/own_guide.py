# ---
# title: Cumulative products of what is left; several particles; medians by hand
# ---

# %% grade_id="weights"
def weights(betas):
    left = torch.cat([torch.ones(*betas.shape[:-1], 1), torch.cumprod(1 - betas, dim=-1)], dim=-1)
    # a piece is what is left before it, less what is left after it
    after = torch.cat([left[..., 1:], torch.zeros(*betas.shape[:-1], 1)], dim=-1)
    return left - after


# %% grade_id="fit"
def fit(model, data, alpha, T, start, steps=120):
    pyro.clear_param_store()
    hidden = poutine.block(model, hide_fn=lambda site: site["name"] == "z")

    class Named(AutoNormal):
        pass

    guide = Named(hidden, init_loc_fn=init_to_value(values=start))
    elbo = TraceEnum_ELBO(num_particles=2, vectorize_particles=False, max_plate_nesting=1)
    svi = SVI(model, guide, ClippedAdam({"lr": 0.1, "lrd": 0.98}), loss=elbo)
    losses = []
    for _ in range(steps):
        losses.append(svi.step(data, alpha, T))
    return {site: value.detach().clone() for site, value in guide.median().items()}, losses


# %% grade_id="how_many"
def how_many(pieces, share):
    return sum(bool(piece >= share) for piece in pieces)


def together(x, pieces, locs, scales):
    each = dist.Normal(locs, scales).log_prob(x[:, None]) + pieces.log()
    r = dist.Categorical(logits=each).probs
    pairs = torch.einsum("ik,jk->ij", r, r)
    return pairs - torch.diag(pairs.diagonal()) + torch.eye(len(x))
