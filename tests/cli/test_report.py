"""`dxscore report`: a site, one file, one team."""

from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.cli.site_folder import MARK
from tests.cli.running import run
from tests.git_repos import GitRepo

SWALLOWING = "class {}\n  def call\n    Api.call\n  rescue StandardError\n    nil\n  end\nend\n"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    repo = GitRepo.create(tmp_path / "app")
    repo.commit(
        {
            "app/models/pay.rb": SWALLOWING.format("Pay"),
            "app/models/feed.rb": SWALLOWING.format("Feed"),
            "CODEOWNERS": "/app/models/pay.rb @org/payments\n/app/models/feed.rb @org/growth\n",
            "dxscore.toml": '[report]\nlink = "https://code.acme.io/shop/{commit}/{path}?line={line}"\n',
        }
    )
    monkeypatch.chdir(repo.path)
    return repo.path


def test_a_site_and_one_file(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "report", "--output", "html=../site", "--single", "html=../report.html")
    assert (outcome.code, outcome.out) == (0, "")
    assert "begin with ../site/index.html" in outcome.err
    index = (app.parent / "site" / "index.html").read_text("utf-8")
    assert "no history" in index
    assert "https://code.acme.io/shop/" in index
    assert "?line=" in index
    assert 'id="index"' in (app.parent / "report.html").read_text("utf-8")


def test_pages_of_an_earlier_run_go_and_what_is_not_ours_stays(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = app.parent / "site"
    run(capsys, "report", "-o", f"html={site}")
    (site / "notes.html").write_text("mine")
    with (site / MARK).open("a") as mark:
        mark.write("team-gone.html\n../app/dxscore.toml\n")
    (site / "team-gone.html").write_text("gone")
    assert run(capsys, "report", "-o", f"html={site}").code == 0
    assert not (site / "team-gone.html").exists()
    assert (site / "notes.html").read_text() == "mine"
    assert (app / "dxscore.toml").exists()


def test_a_folder_with_something_else_is_not_written_to(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "report", "-o", f"html={app}")
    assert (outcome.code, "name an empty or new folder" in outcome.err) == (2, True)
    assert not (app / "index.html").exists()


def test_one_team_alone(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "report", "--team", "payments", "-o", "html=../site").code == 0
    teams = [file.name for file in (app.parent / "site").glob("team-*.html")]
    assert len(teams) == 1
    assert "feed.rb" not in "".join(file.read_text("utf-8") for file in (app.parent / "site").glob("*.html"))
    unknown = run(capsys, "report", "--team", "payment", "-o", "html=../site")
    assert (unknown.code, "did you mean 'payments'?" in unknown.err) == (2, True)


def test_it_asks_where_to(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--output html=FOLDER" in run(capsys, "report").err
    assert run(capsys, "report", "--output", "html").code == 2


def test_a_link_that_is_none_is_told(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (app / "dxscore.toml").write_text('[report]\nlink = "javascript:alert(1)//{path}"\n')
    outcome = run(capsys, "report", "-o", "html=../site")
    assert (outcome.code, "dxscore.toml:2" in outcome.err) == (2, True)
