"""The text of a new_framework_defaults_*.rb -> what each of its lines does about one setting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from dxscore.domain.source import Location
from dxscore.domain.upgrade import Claim, DefaultLine
from dxscore.upgrade.framework_defaults import Switch, switches
from dxscore.upgrade.setting_names import is_old, key_of
from dxscore.upgrade.versions import is_by

_LINE = re.compile(r"\s*(?P<sign>#)?\s*(?P<name>(?:::)?[A-Za-z][\w:.]*\.\w+)\s*=(?![=~>])\s*(?P<value>[^#]*)")
_TEMPLATE = re.compile(r"new_framework_defaults(?:_(\d+)_(\d+))?\.rb")


def default_lines(path: str, text: str, loaded: str, rails: str) -> Iterator[DefaultLine]:
    """In the order of the file. `loaded` is the series of `load_defaults`, `rails` the locked one; '' when unknown.

    Lines about what `load_defaults` does not switch are left out, and further comments about the same setting.
    """
    series, commented = template_series(path), set[str]()
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.match(line)
        switch = _switch(key_of(found["name"]), series) if found else None
        if found is None or switch is None or (found["sign"] and switch.key in commented):
            continue
        commented |= {switch.key} if found["sign"] else set()
        claim = _commented(switch, loaded) if found["sign"] else _claim(switch, found["value"], loaded, rails)
        yield DefaultLine(Location(path, number, number), switch.key, claim)


def template_series(path: str) -> str:
    """The series whose defaults a file is about, '' for another file; Rails 5.0 wrote it without a version."""
    found = _TEMPLATE.fullmatch(PurePosixPath(path).name)
    if found is None:
        return ""
    return f"{found[1]}.{found[2]}" if found[1] else "5.0"


def _switch(key: str, series: str) -> Switch | None:
    """The setting in the series of the file, else the last one before it, else the first."""
    of_key = [switch for switch in switches() if switch.key == key]
    by_then = [switch for switch in of_key if is_by(switch.series, series)]
    return next(iter(by_then[-1:] or of_key[:1]), None)


def _commented(switch: Switch, loaded: str) -> Claim:
    return "stale" if is_by(switch.series, loaded) else "commented"


def _claim(switch: Switch, value: str, loaded: str, rails: str) -> Claim:
    if switch.only_in_application or (switch.gone_in and is_by(switch.gone_in, rails)):
        return "without effect"
    if is_old(switch, value.strip()):
        return "refused"
    return "stale" if is_by(switch.series, loaded) else "claimed"
