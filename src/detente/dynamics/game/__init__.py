"""The game that joins the mechanisms."""
