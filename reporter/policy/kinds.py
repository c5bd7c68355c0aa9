"""The kinds of file that make up a library of policies, so that one in another's place is called by its name."""

from __future__ import annotations

from reporter.policy.companion_schema import LawFile, RegimesFile, RetiredFile, ServiceFile
from reporter.policy.schema import PolicyFile
from reporter.yaml_tree.diagnosis import Kind, Kinds

START = "schema: 1"
KINDS: Kinds = {
    PolicyFile: Kind("a policy", "controls", "the folder of policies", START),
    ServiceFile: Kind("a service file", "provider", "services/ beside the policy", START),
    LawFile: Kind("a law file", "notes", "law/ beside the policy", START),
    RegimesFile: Kind("a regimes file", "regimes", "regimes.yaml beside the policy", START),
    RetiredFile: Kind("a register of retired ids", "retired", "retired.yaml beside the policy", START),
}
