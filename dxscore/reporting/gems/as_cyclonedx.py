"""GemReport -> a CycloneDX 1.6 bill of materials in JSON: every locked gem, who needs whom, open advisories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.bom_ref import BomRef
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.vulnerability import (
    BomTarget,
    Vulnerability,
    VulnerabilityRating,
    VulnerabilitySeverity,
    VulnerabilitySource,
)
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

from dxscore.domain.gems import Advisory, Band, GemReport, GemState, LockedGem
from dxscore.reporting.view import View

_SEVERITIES: Mapping[Band, VulnerabilitySeverity] = {
    "critical": VulnerabilitySeverity.CRITICAL,
    "high": VulnerabilitySeverity.HIGH,
    "medium": VulnerabilitySeverity.MEDIUM,
    "low": VulnerabilitySeverity.LOW,
    "unscored": VulnerabilitySeverity.UNKNOWN,
}


def render(report: GemReport, _view: View) -> str:
    """The same report gives the same text: its time is the report's day, its number is made from its content."""
    states = sorted((each for unit in report.units for each in unit.gems if each.locked), key=lambda each: each.name)
    bom = Bom(components=[_component(each.locked) for each in states if each.locked])
    root = Component(name=report.project, type=ComponentType.APPLICATION, bom_ref="application")
    bom.metadata.component = root
    bom.metadata.timestamp = datetime.combine(report.as_of, time(), UTC)
    bom.serial_number = uuid5(NAMESPACE_URL, repr((report.project, report.as_of, states)))
    components = {component.name: component for component in bom.components}
    asked = {gem.name for gem in report.bundle.direct} or {need.name for need in report.bundle.asked}
    bom.register_dependency(root, [components[name] for name in sorted(asked) if name in components])
    for state in states:
        needs = sorted({need.name for need in state.locked.needs} & components.keys()) if state.locked else []
        bom.register_dependency(components[state.name], [components[name] for name in needs])
    bom.vulnerabilities.update(_vulnerabilities(states))
    output = make_outputter(bom=bom, output_format=OutputFormat.JSON, schema_version=SchemaVersion.V1_6)
    return output.output_as_string(indent=2) + "\n"


def _component(gem: LockedGem) -> Component:
    place = gem.source.place
    references = (
        [ExternalReference(type=ExternalReferenceType.VCS, url=XsUri(place))] if gem.source.kind == "git" else []
    )
    return Component(
        name=gem.name,
        version=gem.version,
        type=ComponentType.LIBRARY,
        bom_ref=_ref(gem),
        purl=PackageURL("gem", name=gem.name, version=gem.version) if gem.source.kind == "server" else None,
        external_references=references,
    )


def _ref(gem: LockedGem) -> str:
    return f"gem:{gem.name}@{gem.version}"


def _vulnerabilities(states: Iterable[GemState]) -> Iterable[Vulnerability]:
    """One per advisory; one that several gems share affects them all."""
    affected: dict[str, tuple[Advisory, list[LockedGem]]] = {}
    for state in states:
        for advisory in (*(state.advisories or ()), *state.accepted):
            if state.locked:
                affected.setdefault(advisory.id, (advisory, []))[1].append(state.locked)
    return (_vulnerability(advisory, gems) for advisory, gems in affected.values())


def _vulnerability(advisory: Advisory, gems: Iterable[LockedGem]) -> Vulnerability:
    return Vulnerability(
        bom_ref=BomRef(advisory.id),
        id=advisory.id,
        source=VulnerabilitySource(url=XsUri(advisory.url)) if advisory.url else None,
        description=advisory.title or None,
        ratings=[VulnerabilityRating(severity=_SEVERITIES[advisory.band])],
        affects=[BomTarget(ref=_ref(gem)) for gem in gems],
    )
