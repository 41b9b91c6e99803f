"""What an author of assignments does: make, build, verify, calibrate and mutate them, and hand them out."""
