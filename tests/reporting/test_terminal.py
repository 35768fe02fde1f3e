from __future__ import annotations

from rich.text import Text

from dxscore.reporting.terminal import Column, aligned, fits, paragraph, styled
from dxscore.reporting.view import View

COLUMNS = (Column("path", flexible=True), Column("n", right=True))


def _rows(*paths: str) -> list[list[Text]]:
    return [[styled(path), styled(str(len(path)))] for path in paths]


def test_columns_are_as_wide_as_their_content() -> None:
    lines = aligned(COLUMNS, _rows("a.rb", "app/b.rb"), View())
    assert [line.plain for line in lines] == ["PATH      N", "a.rb      4", "app/b.rb  8"]


def test_the_flexible_column_gives_way() -> None:
    path = "app/models/concerns/ledger.rb"
    assert aligned(COLUMNS, _rows(path), View(width=24))[1].plain == "app/…/ledger.rb       29"
    assert not fits(COLUMNS, _rows(path), View(width=24))
    assert fits(COLUMNS, _rows(path), View(width=33))


def test_wide_characters_take_two_columns() -> None:
    lines = aligned(COLUMNS, _rows("東京.rb", "abcdefg"), View())
    assert {line.cell_len for line in lines} == {10}


def test_paragraphs_hang_below_their_mark() -> None:
    lines = paragraph("one two three", View(width=20), indent=6, mark="- ")
    assert [line.plain for line in lines] == ["      - one two", "        three"]
