"""Floor 2: the records every stage passes on, and the schemas of the tables. No I/O, no rules."""
