"""Random histories in real repositories: slower than sides in memory, so there are few of them."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dxscore.domain.gate import Change
from dxscore.pipeline.judging import judge
from tests.git_repos import GitRepo
from tests.pipeline.gates import CLEAN, SWALLOWING, counts, everything, gated, identities, new
from tests.pipeline.in_memory import law, projects, side

_patiently = settings(max_examples=3, deadline=None, phases=(Phase.explicit, Phase.generate))
_SOMEBODY = {f"GIT_{role}_{part}": "ada@x" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
_AWAY = {"app/models/elsewhere.rb": CLEAN.replace("Sync", "Elsewhere")}


def committed(repo: GitRepo, project: Mapping[str, str]) -> str:
    """A commit in which the repository holds this, and one file that keeps it from being empty."""
    present = {line for line in repo.git("ls-files").splitlines() if line}
    wanted = {"app/models/constant.rb": CLEAN, **project}
    return repo.commit({**dict.fromkeys(present - wanted.keys()), **wanted})


@_patiently
@given(st.lists(projects, min_size=2, max_size=4))
def test_gates_along_a_history_add_up_to_the_scans_at_its_ends(history: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        repo = GitRepo.create(Path(folder))
        commits = [committed(repo, project) for project in history]
        reports = [gated(repo.path, base, head) for base, head in pairwise(commits)]
        whole = counts(everything(gated(repo.path, commits[0], commits[-1])))
    for report, (before, after) in zip(reports, pairwise(history), strict=True):
        assert identities(report, of_base=True) == _scanned(before)
        assert identities(report, of_base=False) == _scanned(after)
    steps = sum((counts(everything(report)) for report in reports), Counter[str]())
    assert steps["new"] - steps["fixed"] == whole["new"] - whole["fixed"]


@_patiently
@given(projects, projects)
def test_a_rebased_or_merged_branch_adds_the_same(base: Mapping[str, str], head: Mapping[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        repo = GitRepo.create(Path(folder))
        committed(repo, base)
        repo.git("branch", "-M", "main")
        repo.git("checkout", "-q", "-b", "topic")
        committed(repo, head)
        repo.git("checkout", "-q", "main")
        repo.commit(_AWAY)
        before = new(gated(repo.path, "main", "topic"))
        repo.git("checkout", "-q", "-b", "merged", "topic")
        repo.git("merge", "-q", "-m", "main into topic", "main", **_SOMEBODY)
        assert new(gated(repo.path, "main", "merged")) == before
        repo.git("checkout", "-q", "topic")
        repo.git("rebase", "-q", "main", **_SOMEBODY)
        assert new(gated(repo.path, "main", "topic")) == before


@_patiently
@given(projects)
def test_renamed_folders_bring_nothing_new(project: Mapping[str, str]) -> None:
    moved = {path.replace("app/models/", "app/services/"): content for path, content in project.items()}
    with tempfile.TemporaryDirectory() as folder:
        repo = GitRepo.create(Path(folder))
        base = committed(repo, {**project, "app/models/quiet.rb": SWALLOWING})
        committed(repo, {**moved, "app/services/quiet.rb": "# moved\n\n" + SWALLOWING})
        assert Change.NEW not in {each.change for each in everything(gated(repo.path, base))}


def _scanned(project: Mapping[str, str]) -> Counter[tuple[str, str]]:
    one = side({"app/models/constant.rb": CLEAN, **project})
    findings = judge(law().rules, law().known, one.subject, (), law().as_of).findings
    return Counter((finding.rule, finding.fingerprint) for finding in findings)
