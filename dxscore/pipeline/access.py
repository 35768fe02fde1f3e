"""The files of a project -> what each entry point does to data, worked out once for the same content."""

from __future__ import annotations

from collections.abc import Iterator, Set

from dxscore.domain.survey import Survey
from dxscore.facts.collect import Progress
from dxscore.pipeline.access_sources import Sources
from dxscore.pipeline.keeping import Keeper

_OF_DISK, _OF_BASE = "access", "access-base"
"""Files that keep a survey: of what lay on disk, and of the base of a change. Who has the same sources takes either."""


def survey(sources: Sources, progress: Progress) -> Survey:
    """From the store when nothing has changed since one of the last; else what has changed is worked out anew."""
    known = _known(sources)
    return known if known is not None else _made(sources, progress, _OF_DISK)


def survey_of_base(sources: Sources, changed: Set[str], progress: Progress) -> Survey:
    """Of the base of a change, exact for all that the change may concern.

    For the rest a survey of another commit will do, as it is compared with itself: the last that is kept.
    """
    known = _known(sources)
    if known is not None:
        return known
    last = next((kept for keeper in _keepers(sources) if (kept := keeper.last()) is not None), None)
    if last is None:
        return _made(sources, progress, _OF_BASE)
    from dxscore.pipeline.surveying import survey_along  # noqa: PLC0415 - a gate whose survey is kept does without it

    return survey_along(sources, progress, last, changed)


def survey_of_head(sources: Sources, base: Survey, progress: Progress) -> Survey:
    """Of the head of a change, begun from its base's."""
    from dxscore.pipeline.surveying import survey_beside  # noqa: PLC0415 - as above

    return survey_beside(sources, progress, base)


def _made(sources: Sources, progress: Progress, name: str) -> Survey:
    # Imported here: a run whose survey is kept does without all that makes one.
    from dxscore.pipeline.surveying import make_survey  # noqa: PLC0415

    keeper = Keeper(sources.store / f"{name}.msgpack" if sources.store else None, Survey)
    return keeper.renewed(sources.key, lambda last: make_survey(sources, progress, last))


def _known(sources: Sources) -> Survey | None:
    key = sources.key
    return next((kept for keeper in _keepers(sources) if (kept := keeper.kept(key)) is not None), None)


def _keepers(sources: Sources) -> Iterator[Keeper[Survey]]:
    for name in (_OF_DISK, _OF_BASE) if sources.store else ():
        yield Keeper(sources.store / f"{name}.msgpack" if sources.store else None, Survey)
