"""Sources that are online: fetched, saved as a file, and read like any other."""
