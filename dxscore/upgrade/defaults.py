"""What a project sets, and the settings that `load_defaults` switches -> where each of them stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dxscore.domain.facts import Setting
from dxscore.domain.source import Unknown
from dxscore.domain.upgrade import DefaultsGap
from dxscore.upgrade.versions import series_of


def defaults_gap(
    settings: Mapping[str, Sequence[Setting]], templates: Mapping[str, str], rails: str, target: str
) -> DefaultsGap:
    """`settings` by path, as facts have them; `templates` are the texts of new_framework_defaults_*.rb, by path.

    `rails` is the locked version ('' when unknown), `target` the series up to which settings are compared.
    """
    del settings, templates, target
    return DefaultsGap(series_of(rails), "", None, unknown=(Unknown("framework defaults", "not compared yet"),))
