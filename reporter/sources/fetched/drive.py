"""The survey from Microsoft Forms, live: the workbook in OneDrive or SharePoint that Forms writes answers into."""

from __future__ import annotations

from reporter.errors import SourceError
from reporter.microsoft import Graph, Permission

PERMISSION = Permission("Files.Read.All", "read the workbook", "the workbook")
_ZIP = b"PK\x03\x04"


def fetch(graph: Graph, item: str) -> bytes:
    """Download a workbook as it is now.

    Args:
        graph: The Graph to ask.
        item: `drives/<id>/items/<id>`.

    Raises:
        SourceError: It cannot be read, or is no workbook.
    """
    content = graph.content(f"/{item}/content", PERMISSION)
    if not content.startswith(_ZIP):
        hint = "Name the driveItem of the workbook that Microsoft Forms shows under Responses, Open in Excel."
        raise SourceError("the file is no .xlsx workbook", where=f"graph:{item}", hint=hint)
    return content


def probe(graph: Graph, item: str) -> None:
    """Make sure that a workbook can be read.

    Raises:
        SourceError: It cannot.
    """
    graph.first(f"/{item}", {"$select": "id"}, PERMISSION)
