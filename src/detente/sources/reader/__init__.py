"""Reads documents offline: who says what, which act it is, and where exactly it stands."""
