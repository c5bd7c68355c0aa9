"""Floor 3: YAML that people write, read safely, every value with its line and column."""

from reporter.yaml_tree.reader import MAX_BYTES, read
from reporter.yaml_tree.tree import MOST_FAULTS, Branch, Fault, Path, Tree, Value

__all__ = ["MAX_BYTES", "MOST_FAULTS", "Branch", "Fault", "Path", "Tree", "Value", "read"]
