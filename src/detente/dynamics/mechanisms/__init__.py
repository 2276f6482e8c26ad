"""The mechanisms, one file each: a formula, its domain, and the threshold that turns its answer over."""
