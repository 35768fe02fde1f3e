from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.errors import DxscoreError
from dxscore.hosts.journal import Entry, opened

_LETTER, _ANN, _BOB = "2026-W48 shop team a", "ann@example.com", "bob@example.com"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "mail.jsonl"


def test_what_was_noted_is_known_to_the_next_run(file: Path) -> None:
    with opened(file) as journal:
        journal.note(_LETTER, _ANN, Entry.LEAVING)
        journal.note(_LETTER, _ANN, Entry.SENT)
        journal.note(_LETTER, _BOB, Entry.LEAVING)
    with opened(file) as journal:
        known = [journal.last(_LETTER, who) for who in (_ANN, _BOB, "carl@example.com")]
        other_week = journal.last("2026-W49 shop team a", _ANN)
    assert (known, other_week) == ([Entry.SENT, Entry.LEAVING, None], None)


def test_a_letter_that_came_back_can_be_sent_again(file: Path) -> None:
    with opened(file) as journal:
        journal.note(_LETTER, _ANN, Entry.LEAVING)
        journal.note(_LETTER, _ANN, Entry.BACK)
        assert journal.last(_LETTER, _ANN) is None


def test_an_address_is_known_however_it_is_written_and_stands_nowhere(file: Path) -> None:
    with opened(file) as journal:
        journal.note(_LETTER, "Ann@Example.com", Entry.SENT)
        assert journal.last(_LETTER, _ANN) is Entry.SENT
    assert "ann" not in file.read_text().lower()
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("torn", ['{"letter": "2026-W48 shop te', "x", '{"letter": 1}'])
def test_a_line_that_a_crash_tore_off_did_not_happen(file: Path, torn: str) -> None:
    with opened(file) as journal:
        journal.note(_LETTER, _ANN, Entry.SENT)
    with file.open("a") as stream:
        stream.write(torn)
    with opened(file) as journal:
        journal.note(_LETTER, _BOB, Entry.LEAVING)
    with opened(file) as journal:
        assert [journal.last(_LETTER, who) for who in (_ANN, _BOB)] == [Entry.SENT, Entry.LEAVING]


@pytest.mark.parametrize("line", ["not json", "[]", '{"letter": "a", "to": "b", "entry": "eaten"}'])
def test_a_file_that_is_no_journal_stops_before_anything_is_sent_twice(file: Path, line: str) -> None:
    file.parent.mkdir()
    file.write_text(f"{line}\n")
    with pytest.raises(DxscoreError, match=r"mail\.jsonl:1 is no line of a journal"), opened(file):
        pass


def test_two_runs_at_once_do_not_both_send(file: Path) -> None:
    with opened(file), pytest.raises(DxscoreError, match="another run is sending"), opened(file):
        pass
    with opened(file):
        pass


def test_a_link_is_not_followed(file: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("precious, without a line's end")
    file.parent.mkdir()
    file.symlink_to(elsewhere)
    with pytest.raises(DxscoreError, match="can't be used"), opened(file):
        pass
    assert elsewhere.read_text() == "precious, without a line's end"
