"""A file as sheets of texts: what kind it is, its encoding, its cells in their places; nothing interpreted."""
