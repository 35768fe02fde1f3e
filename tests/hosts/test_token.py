from __future__ import annotations

import pytest

from dxscore.errors import DxscoreError
from dxscore.hosts.target import HostKind
from dxscore.hosts.token import ReadOnlyError, token_for


@pytest.mark.parametrize(
    ("kind", "environ", "source"),
    [
        (HostKind.GITHUB, {"GITHUB_TOKEN": "a", "GITLAB_TOKEN": "b"}, "GITHUB_TOKEN"),
        (HostKind.GITLAB, {"GITLAB_TOKEN": "b", "CI_JOB_TOKEN": "c"}, "GITLAB_TOKEN"),
        (HostKind.GITLAB, {"GITLAB_TOKEN": "", "CI_JOB_TOKEN": "c"}, "CI_JOB_TOKEN"),
    ],
)
def test_the_first_variable_that_holds_something_counts(kind: HostKind, environ: dict[str, str], source: str) -> None:
    assert token_for(kind, environ).source == source


def test_white_space_around_a_secret_is_no_part_of_it() -> None:
    assert token_for(HostKind.GITHUB, {"GITHUB_TOKEN": " abc\n"}).value == "abc"


@pytest.mark.parametrize("environ", [{}, {"GITHUB_TOKEN": " "}, {"CI_JOB_TOKEN": "c"}])
def test_no_token_means_nothing_may_be_written(environ: dict[str, str]) -> None:
    with pytest.raises(ReadOnlyError, match="set GITHUB_TOKEN"):
        token_for(HostKind.GITHUB, environ)


@pytest.mark.parametrize("value", ["abc\nX-Evil: 1", "ab c", "schlüssel", "a\x00b"])
def test_a_value_that_is_no_token_is_refused_without_being_shown(value: str) -> None:
    with pytest.raises(DxscoreError, match="GITHUB_TOKEN holds characters") as raised:
        token_for(HostKind.GITHUB, {"GITHUB_TOKEN": value})
    assert value not in str(raised.value)
