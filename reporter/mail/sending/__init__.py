"""Handing over the mails of a finished run: those bytes, with `Date` added, and nothing else."""
