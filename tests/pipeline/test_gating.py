from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.domain.gate import Change, GateReport, Ruling
from dxscore.errors import DxscoreError, InvalidInputError, NothingToScanError
from tests.git_repos import GitRepo
from tests.pipeline.gates import CLEAN, SWALLOWED, SWALLOWING, counts, everything, gated, identities, new

LOCK = "GEM\n  remote: https://rubygems.org/\n  specs:\n    rails (%s)\n\nDEPENDENCIES\n  rails\n"
OWN_RULE = """\
id: ours.no-puts
title: Printing
severity: %s
why: It is read by nobody, and hides what is meant to be read.
fix: Use the logger of Rails.
match: {call: {name: puts}}
message: puts
tests: {invalid: [%s], valid: ["p 1"]}
"""

SOMEBODY = {f"GIT_{role}_{part}": "ada@x" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}


def of_ours(report: GateReport) -> list[tuple[str, int]]:
    """Path and line of what the project's own rule finds anew."""
    return [(path, line) for rule, path, line in new(report) if rule == "ours.no-puts"]


def test_only_what_the_change_adds_is_new(repo: GitRepo) -> None:
    commit = repo.commit({"app/models/sync.rb": SWALLOWING})
    report = gated(repo.path, "start")
    assert new(report) == [(SWALLOWED, "app/models/sync.rb", 4)]
    assert report.ruling is Ruling.STOP
    assert (report.head.commit, report.base.findings + 1) == (commit, report.head.findings)
    assert report.changed_files == 1
    assert report.points == {"tech-debt": 4.0}


def test_the_base_may_have_gone_on(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "topic")
    repo.commit({"app/models/sync.rb": SWALLOWING})
    repo.git("checkout", "-q", "start")
    repo.commit({"app/models/old.rb": CLEAN.replace("Sync", "Old"), "app/models/other.rb": SWALLOWING})
    report = gated(repo.path, "start", "topic")
    assert (new(report), report.fixed) == ([(SWALLOWED, "app/models/sync.rb", 4)], ())


def test_what_a_change_fixes_is_told(repo: GitRepo) -> None:
    repo.commit({"app/models/old.rb": CLEAN.replace("Sync", "Old")})
    report = gated(repo.path, "start")
    assert [each.finding.rule for each in report.fixed] == [SWALLOWED]
    assert report.ruling is Ruling.PASS


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"app/models/old.rb": "\n\n# why\n" + SWALLOWING.replace("Sync", "Old")}, id="lines above"),
        pytest.param({"app/models/old.rb": SWALLOWING.replace("Sync", "Ancient")}, id="class renamed"),
        pytest.param({"app/models/old.rb": SWALLOWING.replace("run", "go").replace("Sync", "Old")}, id="def renamed"),
        pytest.param({"app/models/old.rb": None, "app/jobs/old.rb": SWALLOWING.replace("Sync", "Old")}, id="moved"),
        pytest.param({"app/models/old.rb": None, "app/jobs/job.rb": SWALLOWING}, id="moved and renamed"),
        pytest.param({"app/models/old.rb": None, "app/models/sync.rb": SWALLOWING}, id="moved into another"),
    ],
)
def test_what_moved_is_not_new(repo: GitRepo, files: dict[str, str | None]) -> None:
    repo.commit(files)
    assert not [found for found in new(gated(repo.path, "start")) if found[0] == SWALLOWED]


def test_staged_changes(repo: GitRepo) -> None:
    repo.write({"app/models/sync.rb": SWALLOWING})
    repo.git("add", "-A")
    repo.write({"app/models/sync.rb": CLEAN, "app/models/stray.rb": SWALLOWING})
    report = gated(repo.path, "", kind="staged")
    assert new(report) == [(SWALLOWED, "app/models/sync.rb", 4)]
    assert (report.base.name, report.head.name, report.head.commit) == ("HEAD", "staged changes", "")


def test_the_work_tree(repo: GitRepo) -> None:
    repo.write({"app/models/stray.rb": SWALLOWING.replace("Sync", "Stray"), "app/models/old.rb": None})
    report = gated(repo.path, "start", kind="work tree")
    assert new(report) == []
    repo.write({"app/models/sync.rb": SWALLOWING})
    assert len(new(gated(repo.path, "start", kind="work tree"))) == 1


def test_a_commit_is_judged_whatever_lies_on_disk(repo: GitRepo) -> None:
    repo.commit({"app/models/sync.rb": SWALLOWING})
    repo.write({"app/models/sync.rb": CLEAN, "dxscore.toml": "nonsense"})
    assert len(new(gated(repo.path, "start"))) == 1


def test_the_policy_is_the_base_s(repo: GitRepo) -> None:
    repo.commit({"app/models/sync.rb": SWALLOWING, "dxscore.toml": '[gate]\nfail_on = "never"\n'})
    report = gated(repo.path, "start")
    assert report.ruling is Ruling.STOP
    assert [(note.kind, note.ruling, note.places[0].path) for note in report.notes] == [
        ("policy", Ruling.WARN, "dxscore.toml")
    ]
    repo.commit({"app/models/more.rb": SWALLOWING.replace("Sync", "More")})
    assert gated(repo.path, "HEAD~1").ruling is Ruling.WARN


def test_a_rule_can_not_be_switched_off_in_passing(repo: GitRepo) -> None:
    exemption = f"- rule: {SWALLOWED}\n  reason: accepted-risk\n  approved_by: me\n"
    disabled = f'[rules]\ndisable = ["{SWALLOWED}"]\n[scan]\nexclude = ["app/**"]\n'
    repo.commit({"app/models/sync.rb": SWALLOWING, "dxscore.toml": disabled, ".dxscore/exemptions.yml": exemption})
    report = gated(repo.path, "start")
    assert new(report) == [(SWALLOWED, "app/models/sync.rb", 4)]
    assert {place.path for place in report.notes[0].places} == {"dxscore.toml", ".dxscore/exemptions.yml"}


def test_a_new_rule_does_not_blame_old_code(repo: GitRepo) -> None:
    repo.commit({"app/models/loud.rb": "class Loud\n  def go\n    puts 1\n  end\nend\n"})
    rule = OWN_RULE % ("major", '"puts 1"')
    repo.commit({".dxscore/rules/no-puts.yml": rule, "app/models/louder.rb": "def go\n  puts 2\nend\n"})
    report = gated(repo.path, "HEAD~1")
    assert of_ours(report) == [("app/models/louder.rb", 2)]
    assert "ours.no-puts" in report.rules


def test_a_loosened_rule_still_holds_and_a_stricter_one_holds_already(repo: GitRepo) -> None:
    strict, loose = OWN_RULE % ("major", '"puts 1"'), OWN_RULE % ("major", '"print 1"')
    loose = loose.replace("name: puts", "name: print").replace('"p 1"', '"puts 1"')
    repo.commit({".dxscore/rules/no-puts.yml": strict})
    repo.commit({".dxscore/rules/no-puts.yml": loose, "app/models/loud.rb": "def go\n  puts 1\n  print 2\nend\n"})
    assert of_ours(gated(repo.path, "HEAD~1")) == [("app/models/loud.rb", 2), ("app/models/loud.rb", 3)]


def test_a_policy_that_can_not_be_used_stops(repo: GitRepo) -> None:
    repo.commit({"dxscore.toml": "[gaet]\n", ".dxscore/rules/broken.yml": "id: x\n"})
    broken = gated(repo.path, "start").notes[-1]
    assert broken.ruling is Ruling.STOP
    assert {place.path for place in broken.places} == {"dxscore.toml", ".dxscore/rules/broken.yml"}


def test_a_policy_that_could_not_be_used_can_not_judge(repo: GitRepo) -> None:
    repo.commit({"dxscore.toml": "[gaet]\n"})
    repo.commit({"dxscore.toml": "[gate]\n"})
    with pytest.raises(InvalidInputError):
        gated(repo.path, "HEAD~1")


def test_a_suppression_needs_a_reason_and_is_shown(repo: GitRepo) -> None:
    reasoned = SWALLOWING.replace("rescue\n", f"rescue # dxscore:ignore[{SWALLOWED}] -- retried by the caller\n")
    repo.commit({"app/models/sync.rb": reasoned})
    report = gated(repo.path, "start")
    assert [(entry.ruling, entry.finding.status) for entry in report.entries if entry.finding.rule == SWALLOWED] == [
        (Ruling.PASS, "suppressed")
    ]
    (note,) = report.notes
    assert (note.kind, note.places[0].line) == ("suppression", 4)
    assert note.places[0].text == f"{SWALLOWED}: retried by the caller"
    repo.commit({"app/models/sync.rb": reasoned.replace(" -- retried by the caller", "")})
    assert gated(repo.path, "start").ruling is Ruling.STOP


def test_hiding_an_old_finding_is_shown_and_fixes_nothing(repo: GitRepo) -> None:
    hidden = SWALLOWING.replace("Sync", "Old").replace("rescue\n", f"rescue # dxscore:ignore[{SWALLOWED}] -- known\n")
    repo.commit({"app/models/old.rb": hidden})
    report = gated(repo.path, "start")
    assert (counts(everything(report)).get("fixed", 0), len(report.notes)) == (0, 1)


def test_a_rule_that_applies_since_an_upgrade_says_so(repo: GitRepo) -> None:
    rule = (OWN_RULE % ("major", '"puts 1"')).replace("match:", 'applies_when: {rails: ">= 8.0"}\nmatch:')
    repo.commit(
        {".dxscore/rules/r.yml": rule, "Gemfile.lock": LOCK % "7.1.0", "app/models/loud.rb": "def go\n  puts 1\nend\n"}
    )
    repo.commit({"Gemfile.lock": LOCK % "8.0.1"})
    report = gated(repo.path, "HEAD~1")
    causes = {entry.finding.rule: entry.compared.cause for entry in report.entries}
    assert causes["ours.no-puts"] == "the rule applies now: rails 8.0.1, was 7.1.0"


def test_a_copy_is_new_on_both_sides_and_says_of_what(repo: GitRepo) -> None:
    body = "\n".join(f"    total_{number} = order.lines.sum(:price_{number}) * rate_{number}" for number in range(14))
    repo.commit({"app/models/one.rb": f"class One\n  def total(order)\n{body}\n  end\nend\n"})
    repo.commit({"app/models/two.rb": f"class Two\n  def total(order)\n{body}\n  end\nend\n"})
    causes = {
        entry.finding.location.path: entry.compared.cause
        for entry in gated(repo.path, "HEAD~1").entries
        if entry.finding.rule == "tech-debt.duplicated-code"
    }
    assert causes == {
        "app/models/one.rb": "clone of app/models/two.rb:2, which the change touched",
        "app/models/two.rb": "",
    }


def test_facts_come_from_the_cache_the_second_time(repo: GitRepo) -> None:
    from dxscore.pipeline.ends import GateRequest  # noqa: PLC0415
    from dxscore.pipeline.gating import gate  # noqa: PLC0415
    from tests.pipeline.gates import AS_OF  # noqa: PLC0415

    repo.commit({"app/models/sync.rb": SWALLOWING})
    extracted: list[int] = []
    request = GateRequest(repo.path, AS_OF, "start", jobs=1)
    first = gate(request, lambda done, _all: extracted.append(done))
    assert len(extracted) == 3  # one content that both ends have, and one that each has for itself
    extracted.clear()
    assert (gate(request, lambda done, _all: extracted.append(done)), extracted) == (first, [])


def test_the_default_base(repo: GitRepo, tmp_path: Path) -> None:
    repo.git("branch", "-M", "main")
    repo.commit({"dxscore.toml": '[gate]\nbase = "origin/start"\n'})
    clone = repo.clone(tmp_path / "clone")
    clone.commit({"app/models/sync.rb": SWALLOWING, "dxscore.toml": '[gate]\nbase = "HEAD"\n'})
    report = gated(clone.path, "")
    assert (report.base.name, len(new(report))) == ("origin/start", 1)


def test_a_shallow_clone_is_told_what_to_fetch(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"app/models/sync.rb": SWALLOWING})
    clone = repo.clone(tmp_path / "clone", "--depth=1", "--no-single-branch")
    with pytest.raises(DxscoreError) as told:
        gated(clone.path, "origin/start")
    assert "fetch-depth: 0" in told.value.hint


@pytest.mark.parametrize("base", ["nonsense", "--all", "HEAD:app"])
def test_a_base_that_is_no_commit(repo: GitRepo, base: str) -> None:
    with pytest.raises(DxscoreError, match="git knows no commit"):
        gated(repo.path, base)


def test_outside_of_git(tmp_path: Path) -> None:
    with pytest.raises(DxscoreError, match="is not a git repository"):
        gated(tmp_path, "main")


def test_nothing_to_scan(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path / "docs")
    repo.commit({"README.md": "hello"})
    with pytest.raises(NothingToScanError):
        gated(repo.path, "HEAD")


def test_criss_cross_merges_have_an_answer(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "left")
    repo.commit({"app/models/left.rb": CLEAN.replace("Sync", "Left")})
    repo.git("checkout", "-q", "-b", "right", "start")
    repo.commit({"app/models/right.rb": SWALLOWING.replace("Sync", "Right")})
    repo.git("merge", "-q", "-m", "left into right", "left", **SOMEBODY)
    repo.git("checkout", "-q", "left")
    repo.git("merge", "-q", "-m", "right into left", "right~1", **SOMEBODY)
    repo.commit({"app/models/sync.rb": SWALLOWING})
    report = gated(repo.path, "right", "left")
    assert (SWALLOWED, "app/models/sync.rb", 4) in new(report)
    assert gated(repo.path, "right", "left") == report


def test_binary_files_and_unreadable_ones_are_skips(repo: GitRepo) -> None:
    repo.commit({"app/models/sync.rb": b"class \xff\xfe\x00", "app/models/broken.rb": "class X\n  def (\n"})
    report = gated(repo.path, "start")
    assert {skip.path for skip in report.skipped} == {"app/models/sync.rb", "app/models/broken.rb"}
    assert not [each for each in everything(report) if each.change is Change.NEW]


def test_both_sides_are_whole_scans(repo: GitRepo) -> None:
    repo.commit({"app/models/sync.rb": SWALLOWING, "app/models/third.rb": SWALLOWING.replace("Sync", "Third")})
    report = gated(repo.path, "start")
    assert identities(report, of_base=True) == identities(gated(repo.path, "start", "start"), of_base=True)
    assert identities(report, of_base=False) == identities(gated(repo.path, "HEAD", "HEAD"), of_base=False)


def test_of_ages_only_what_is_new_is_told(repo: GitRepo) -> None:
    repo.git("branch", "-f", "start", repo.commit({"app/models/todo.rb": "# TODO: one\n"}))
    repo.commit({"app/models/todo.rb": "# TODO: one\n# TODO: two\n"})
    said = {each.finding.message for each in everything(gated(repo.path, "start")) if "TODO" in each.finding.message}
    assert said == {"TODO: one (not new)", "TODO: two (new)"}
