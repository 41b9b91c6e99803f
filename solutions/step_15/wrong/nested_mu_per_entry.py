# ---
# title: A mu for every entry of the table
# wrong: mu is drawn inside both plates, so that nothing is shared.
# caught_by: [nested_grid]
# hint: >-
#   A site gets one value for every combination of the plates that are open when it is drawn. How many plates
#   are open when you draw mu?
# ---

# %% grade_id="nested_model"
def nested_model(data=None, n_cells=None, n_genes=None):
    n_cells, n_genes = table_sizes(data, n_cells, n_genes)
    with pyro.plate("G", n_genes), pyro.plate("N", n_cells):
        mu = pyro.sample("mu", dist.Gamma(1.0, 1.0))
        return pyro.sample("y", dist.Normal(mu, NOISE), obs=data)
