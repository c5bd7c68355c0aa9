"""Quarterly compliance reports from an employee roster and a self-reported survey of privacy settings."""

import os

__version__ = "0.2.0"

# openpyxl writes other bytes where lxml happens to be installed, and then leaves defusedxml aside.
os.environ["OPENPYXL_LXML"] = "False"
