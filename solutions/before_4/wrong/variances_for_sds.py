# ---
# title: Standard deviations taken for variances
# wrong: >-
#   The third and last argument of the formula are not squared.
# caught_by: [kl_of_normals]
# hint: >-
#   The arguments are standard deviations, and in the formula their squares stand beside a squared distance.
# ---

# %% grade_id="kl"
def kl_tables(q, p):
    possible = q > 0.0
    return (q[possible] * (q[possible] / p[possible]).log()).sum().item()


def kl_normals(m_q, s_q, m_p, s_p):
    return math.log(s_p / s_q) + (s_q + (m_q - m_p) ** 2) / (2.0 * s_p) - 0.5
