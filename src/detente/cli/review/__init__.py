"""The terminal review of drafts: lines in, lines out, at 80 columns, so that it works in any terminal and is read aloud well."""
