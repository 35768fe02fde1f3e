from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dxscore.domain.gems import FigureSource
from dxscore.pipeline.keeping import Keeper

_KEPT, _MADE = FigureSource("kept", date(2026, 1, 1)), FigureSource("made")


def _keeper(folder: Path) -> Keeper[FigureSource]:
    return Keeper(folder / "figures", FigureSource)


def test_a_value_comes_back_for_its_key_alone(tmp_path: Path) -> None:
    _keeper(tmp_path).value("one", lambda: _KEPT)
    assert _keeper(tmp_path).value("one", lambda: _MADE) == _KEPT
    assert _keeper(tmp_path).value("two", lambda: _MADE) == _MADE
    assert [file.name for file in tmp_path.iterdir()] == ["figures"]


@pytest.mark.parametrize("content", [b"", b"one\n", b"one\n\x81\xa6source\x01", b"one\n\x81", b"one", b"\xff\xfe"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "figures").write_bytes(content)
    assert _keeper(tmp_path).value("one", lambda: _MADE) == _MADE
    assert _keeper(tmp_path).value("one", lambda: _KEPT) == _MADE


def test_without_a_place_everything_is_made_each_time(tmp_path: Path) -> None:
    for keeper in (Keeper(None, FigureSource), _keeper(tmp_path / "not there")):
        assert [keeper.value("one", lambda value=value: value) for value in (_KEPT, _MADE)] == [_KEPT, _MADE]  # type: ignore[misc] # mypy can't infer a lambda with a default


def test_a_file_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    assert _keeper(tmp_path).value("one", lambda: _MADE) == _MADE
    assert [file.name for file in tmp_path.iterdir()] == ["figures"]
