# ---
# title: From p to q
# wrong: >-
#   The average is taken over p, and the ratio turned round.
# caught_by: [kl_of_tables]
# hint: >-
#   You go from the second table to the first. Whose draws is the average taken over, and which of the two stands
#   above in the ratio?
# ---

# %% grade_id="kl"
def kl_tables(q, p):
    q, p = p, q
    possible = q > 0.0
    return (q[possible] * (q[possible] / p[possible]).log()).sum().item()


def kl_normals(m_q, s_q, m_p, s_p):
    return math.log(s_p / s_q) + (s_q**2 + (m_q - m_p) ** 2) / (2.0 * s_p**2) - 0.5
