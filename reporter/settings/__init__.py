"""Floor 3: `reporter.toml`, the environment and the command line, as one frozen record (DESIGN §9).

A workspace is a folder with a `reporter.toml`. Flags beat the environment, the environment beats the file. Paths in
the file are relative to the file's folder; those in flags and in the environment to the current folder.
"""

from reporter.settings.reading import ENVIRONMENT, load
from reporter.settings.records import FILE_NAME, KEY_FILE_NAME, PlacesSection, Settings
from reporter.settings.values import ENTRA, GRAPH, OUTPUTS, FailOn, Output, fetched

__all__ = [
    "ENTRA",
    "ENVIRONMENT",
    "FILE_NAME",
    "GRAPH",
    "KEY_FILE_NAME",
    "OUTPUTS",
    "FailOn",
    "Output",
    "PlacesSection",
    "Settings",
    "fetched",
    "load",
]
