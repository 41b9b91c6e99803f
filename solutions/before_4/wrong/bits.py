# ---
# title: Logarithms to the base 2
# wrong: >-
#   log2: the divergence in bits.
# caught_by: [kl_of_tables]
# hint: >-
#   There is a constant factor between your answer and the one of the text. Which logarithm do you take?
# ---

# %% grade_id="kl"
def kl_tables(q, p):
    possible = q > 0.0
    return (q[possible] * (q[possible] / p[possible]).log2()).sum().item()


def kl_normals(m_q, s_q, m_p, s_p):
    return math.log(s_p / s_q) + (s_q**2 + (m_q - m_p) ** 2) / (2.0 * s_p**2) - 0.5
