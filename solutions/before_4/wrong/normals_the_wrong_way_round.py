# ---
# title: The two normals are exchanged
# wrong: >-
#   From the second normal to the first.
# caught_by: [kl_of_normals]
# hint: >-
#   You go from the second normal to the first. Compare the places of the two standard deviations with the formula.
# ---

# %% grade_id="kl"
def kl_tables(q, p):
    possible = q > 0.0
    return (q[possible] * (q[possible] / p[possible]).log()).sum().item()


def kl_normals(m_q, s_q, m_p, s_p):
    m_q, s_q, m_p, s_p = m_p, s_p, m_q, s_q
    return math.log(s_p / s_q) + (s_q**2 + (m_q - m_p) ** 2) / (2.0 * s_p**2) - 0.5
