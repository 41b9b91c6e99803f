# ---
# title: The terms have no weights
# wrong: >-
#   The log ratios are summed as they are.
# caught_by: [kl_of_tables]
# hint: >-
#   The divergence is an average over draws from the first table. In your sum a rare value counts as much as a
#   frequent one.
# ---

# %% grade_id="kl"
def kl_tables(q, p):
    possible = q > 0.0
    return (q[possible] / p[possible]).log().sum().item()


def kl_normals(m_q, s_q, m_p, s_p):
    return math.log(s_p / s_q) + (s_q**2 + (m_q - m_p) ** 2) / (2.0 * s_p**2) - 0.5
