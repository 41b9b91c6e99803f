# ---
# title: The mean of the terms
# wrong: >-
#   mean in the place of the sum: divided by the number of entries.
# caught_by: [kl_of_tables]
# hint: >-
#   The average over draws is in the weights already, each term has its own. What do you divide by besides?
# ---

# %% grade_id="kl"
def kl_tables(q, p):
    possible = q > 0.0
    return (q[possible] * (q[possible] / p[possible]).log()).mean().item()


def kl_normals(m_q, s_q, m_p, s_p):
    return math.log(s_p / s_q) + (s_q**2 + (m_q - m_p) ** 2) / (2.0 * s_p**2) - 0.5
