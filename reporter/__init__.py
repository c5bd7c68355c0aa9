"""Quarterly reports on how an organisation's people have set the privacy switches of the services they use."""

__version__ = "0.1.0"
