"""Where a history may be kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.errors import DxscoreError
from dxscore.store import file_address, server_address


@pytest.mark.parametrize("path", ["../history.db", "/tmp/history.db", "a/../../b.db", "."])
def test_a_file_outside_of_the_project_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(DxscoreError, match="leads out of"):
        file_address(tmp_path, path)


@pytest.mark.parametrize("link", [".dxscore", ".dxscore/history.db"])
def test_a_link_on_the_way_is_refused(tmp_path: Path, link: str) -> None:
    place = tmp_path / link
    place.parent.mkdir(exist_ok=True)
    place.symlink_to("/tmp")
    with pytest.raises(DxscoreError, match="leads out of"):
        file_address(tmp_path, ".dxscore/history.db")


def test_a_file_is_shown_by_its_path(tmp_path: Path) -> None:
    assert str(file_address(tmp_path, ".dxscore/history.db")) == str(tmp_path / ".dxscore" / "history.db")


@pytest.mark.parametrize("url", ["sqlite:////etc/x", "mysql://host/db", "nonsense", ""])
def test_only_postgresql_is_a_server(url: str) -> None:
    with pytest.raises(DxscoreError) as raised:
        server_address(url)
    assert raised.value.hint == "write postgresql://user@host/database"


def test_a_password_is_neither_shown_nor_taken_from_a_file() -> None:
    url = "postgresql://ada:geheim@db.example.org/history"
    address = server_address(url)
    assert str(address) == "postgresql+psycopg://ada:***@db.example.org/history"
    assert "geheim" not in repr(address)
    with pytest.raises(DxscoreError, match="holds a password") as raised:
        server_address(url, from_file=True)
    assert "DXSCORE_HISTORY_URL" in raised.value.hint
