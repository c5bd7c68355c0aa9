"""The sample organisation, as package data: Larkmere Instruments, which does not exist.

`roster.csv`, `survey.xlsx`, `waivers.csv` and `aliases.csv` are made by `reporter.sample.generate`; `reporter.toml` is
written by hand. Every person is invented; every address ends in `.example`, which nobody can own (RFC 2606).
"""
