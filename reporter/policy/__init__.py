"""Floor 4: policy files to records; every error of every file at once, with file:line."""
