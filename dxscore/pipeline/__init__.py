"""The only package that knows the order of the steps: requests in, reports out."""

from dxscore.pipeline.judging import Judgement, judge, subject_of
from dxscore.pipeline.reading import (
    COUNTED,
    Progress,
    Reading,
    ScanRequest,
    exemptions_of,
    find_files,
    owners_of,
    read,
    rules_of,
)
from dxscore.pipeline.scanning import scan

__all__ = [
    "COUNTED",
    "Judgement",
    "Progress",
    "Reading",
    "ScanRequest",
    "exemptions_of",
    "find_files",
    "judge",
    "owners_of",
    "read",
    "rules_of",
    "scan",
    "subject_of",
]
