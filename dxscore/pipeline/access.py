"""The files of a project -> what each entry point does to data, worked out once for the same content."""

from __future__ import annotations

from dxscore.domain.survey import Survey
from dxscore.facts.collect import Progress
from dxscore.pipeline.access_sources import Sources
from dxscore.pipeline.keeping import Keeper


def survey(sources: Sources, progress: Progress) -> Survey:
    """From the store when nothing has changed."""

    def made() -> Survey:
        # Imported here: a run whose survey is kept does without all that makes one.
        from dxscore.pipeline.surveying import make_survey  # noqa: PLC0415

        return make_survey(sources, progress)

    return Keeper(sources.store / f"{sources.name}.msgpack" if sources.store else None, Survey).value(sources.key, made)
