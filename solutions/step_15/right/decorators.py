# ---
# title: The sizes by hand, and plates used as decorators
# ---

# %% grade_id="nested_model"
def nested_model(data=None, n_cells=None, n_genes=None):
    if data is not None:
        n_cells, n_genes = len(data), len(data[0])
    elif None in (n_cells, n_genes):
        raise ValueError("how large is the table?")

    @pyro.plate("G", n_genes)
    def columns():
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        return pyro.plate("N", n_cells)(pyro.sample)("y", dist.Normal(mu, NOISE), obs=data)

    return columns()


# %% grade_id="dims_model"
def dims_model(data=None, n_cells=None, n_genes=None, cell_dim=-2, gene_dim=-1):
    if data is None and (n_cells is None or n_genes is None):
        raise ValueError("how large is the table?")
    if data is not None:
        n_cells, n_genes = data.shape if cell_dim == -2 else reversed(data.shape)
    in_genes = pyro.plate("G", n_genes, dim=gene_dim)
    in_cells = pyro.plate("N", n_cells, dim=cell_dim)
    mu = in_genes(pyro.sample)("mu", dist.Exponential(1.0))
    return in_cells(in_genes(pyro.sample))("y", dist.Normal(mu, NOISE), obs=data)


# %% grade_id="scale_model"
def scale_model(data=None, n_cells=None, n_genes=None):
    if data is not None:
        n_cells, n_genes = data.size()
    elif n_cells is None or n_genes is None:
        raise ValueError("how large is the table?")
    in_genes = pyro.plate("G", n_genes, dim=-1)
    in_cells = pyro.plate("N", n_cells, dim=-2)
    nu = in_cells(pyro.sample)("nu", dist.Gamma(1.0, 1.0))
    mu = in_genes(pyro.sample)("mu", dist.Gamma(1.0, 1.0))
    return in_genes(in_cells(pyro.sample))("y", dist.Normal(mu, nu), obs=data)
