"""The files of a project -> what each entry point does to data, worked out once for the same content."""

from __future__ import annotations

from collections.abc import Callable

from dxscore.domain.survey import Survey
from dxscore.facts.collect import Progress
from dxscore.pipeline.access_sources import Sources
from dxscore.pipeline.keeping import Keeper

_SHARED = ("access", "access-base")
"""Files that keep a survey for whoever has the same sources: of what lies on disk, and of the base of a change."""


def survey(sources: Sources, progress: Progress, base: Callable[[], Survey] | None = None) -> Survey:
    """From the store when nothing has changed since one of the last; else what has changed is worked out anew.

    `base` gives the survey of the base when the sources are the head of a change.
    """

    def made(last: Survey | None) -> Survey:
        # Imported here: a run whose survey is kept does without all that makes one.
        from dxscore.pipeline.surveying import make_survey, survey_beside  # noqa: PLC0415

        return survey_beside(sources, progress, base()) if base else make_survey(sources, progress, last)

    if sources.store is None:
        return made(None)
    keepers = [Keeper(sources.store / f"{name}.msgpack", Survey) for name in (sources.name, *_SHARED)]
    known = next((kept for keeper in keepers if (kept := keeper.kept(sources.key)) is not None), None)
    return known if known is not None else keepers[0].renewed(sources.key, made)
