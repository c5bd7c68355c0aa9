"""Quarterly reports on how an organisation's people have set the privacy switches of the services they use."""

import os

__version__ = "0.2.0"

# openpyxl writes other bytes where lxml happens to be installed, and then leaves defusedxml aside.
os.environ["OPENPYXL_LXML"] = "False"
