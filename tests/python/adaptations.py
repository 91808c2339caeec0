"""Reads the table `adaptations`: the only differences that the judges know of."""
import dataclasses
import pathlib

KINDS = ("hangs", "adapts", "call", "name")


@dataclasses.dataclass(frozen=True)
class Adaptation:
    kind: str
    version: str
    name: str
    reason: str


def adaptations(version, kind):
    """The rows of this kind for an interpreter, by name."""
    rows = {}
    for line in pathlib.Path(__file__).with_name("adaptations").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        row = Adaptation(*line.split(maxsplit=3))
        if row.kind not in KINDS:
            raise ValueError(f"adaptations: no kind is called {row.kind}: {line}")
        if row.kind == kind and row.version in (version, "all"):
            rows[row.name] = row
    return rows
