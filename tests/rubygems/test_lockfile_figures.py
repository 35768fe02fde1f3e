from __future__ import annotations

import hashlib
import re

import pytest

from dxscore.rubygems.lockfile import parse_lockfile
from tests.rubygems.lockfile_figures import CASES, LOCKFILES, Case, figures, lines_said

_HERE = [case for case in CASES if case.why == "a lockfile of today" and case.file.exists()]


@pytest.mark.parametrize("case", _HERE, ids=lambda case: case.file.name)
def test_reads_what_bundler_reads(case: Case) -> None:
    content = case.file.read_bytes()
    assert hashlib.sha1(b"blob %d\0%s" % (len(content), content)).hexdigest() == case.git_blob
    found = figures(parse_lockfile(content.decode()))
    assert {name: found[name] for name in case.expected} == case.expected


@pytest.mark.parametrize("case", _HERE, ids=lambda case: case.file.name)
def test_no_line_is_lost(case: Case) -> None:
    text = case.file.read_text()
    read = parse_lockfile(text)
    assert lines_said(read, text) == len(re.findall(r"^.*\S.*$", text, re.MULTILINE))
    assert read.problems == read.notices == ()


def test_every_lockfile_here_has_figures() -> None:
    assert {case.file for case in _HERE} == set(LOCKFILES.glob("*.lock"))
