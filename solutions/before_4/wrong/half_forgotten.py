# ---
# title: The half is missing
# wrong: >-
#   Without - 1/2 the divergence of a normal from itself is not 0.
# caught_by: [kl_of_normals]
# hint: >-
#   What is the divergence of a normal from itself, by your function, and by the meaning of the word?
# ---

# %% grade_id="kl"
def kl_tables(q, p):
    possible = q > 0.0
    return (q[possible] * (q[possible] / p[possible]).log()).sum().item()


def kl_normals(m_q, s_q, m_p, s_p):
    return math.log(s_p / s_q) + (s_q**2 + (m_q - m_p) ** 2) / (2.0 * s_p**2)
