from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from dxscore.config import OWNER_SOURCES, Config, HistoryConfig, OwnersConfig, RulesConfig, ScanConfig
from dxscore.config import load_config as load
from dxscore.config.gate import BudgetConfig, GateConfig, RatchetConfig
from dxscore.errors import InvalidInputError

FULL = """\
exemptions = "policy/exemptions.yml"

[scan]
exclude = ["lib/legacy/**", "!vendor/ours/"]
max_file_kib = 512
jobs = 2

[rules]
paths = ["policy/rules"]
disable = ["tech-debt.sleep"]
enable = ["tech-debt.eval"]
severity = {"tech-debt.todo" = "info"}
weight."tech-debt.todo" = 2

[owners]
order = ["CODEOWNERS", "package"]
codeowners = "gitlab"

[owners.paths]
"app/billing/**" = "Billing"

[history]
churn_days = 90
window_days = 365
"""


def write(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "dxscore.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def complaints(tmp_path: Path, content: str | bytes) -> list[str]:
    path = write(tmp_path, content)
    with pytest.raises(InvalidInputError) as raised:
        load(path)
    return [str(problem).removeprefix(f"{path}:") for problem in raised.value.problems]


def test_reads_every_key(tmp_path: Path) -> None:
    assert load(write(tmp_path, FULL)) == Config(
        scan=ScanConfig(exclude=("lib/legacy/**", "!vendor/ours/"), max_file_kib=512, jobs=2),
        rules=RulesConfig(
            paths=("policy/rules",),
            disable=("tech-debt.sleep",),
            enable=("tech-debt.eval",),
            severity={"tech-debt.todo": "info"},
            weight={"tech-debt.todo": 2.0},
        ),
        owners=OwnersConfig({"app/billing/**": "Billing"}, ("CODEOWNERS", "package"), "gitlab"),
        history=HistoryConfig(churn_days=90, window_days=365),
        exemptions="policy/exemptions.yml",
        digest=hashlib.sha256(FULL.encode()).hexdigest(),
    )


def test_empty_file_is_all_defaults(tmp_path: Path) -> None:
    assert load(write(tmp_path, "")) == Config(digest=hashlib.sha256(b"").hexdigest())
    assert Config().owners.order == OWNER_SOURCES


def test_all_problems_at_once_with_lines_and_suggestions(tmp_path: Path) -> None:
    content = """\
exemptions = 3
digest = "x"
[scan]
exclude = ["a/**", "!", 3]
max_file_kibs = 3
jobs = -1
[owners]
order = ["annotation", "CODEOWNER"]
codeowners = "gitea"
paths."!" = "y"
[rules.severity]
"tech-debt.x" = "majour"
[ruls]
a = 1
[history]
churn_days = true
window_days = 1.5
"""
    assert complaints(tmp_path, content) == [
        "1: 'exemptions' must be text, not 3",
        "2: unknown key 'digest' (did you mean 'gems'?)",
        "4: '!' is not a pattern (write it as in .gitignore, for example lib/legacy/**)",
        "4: 'exclude' must be text, not 3",
        "5: unknown key 'max_file_kibs' (did you mean 'max_file_kib'?)",
        "6: -1 is too small (at least 0)",
        "8: 'CODEOWNER' is not known (did you mean 'CODEOWNERS'?)",
        "9: 'gitea' is not known (did you mean 'gitlab'?)",
        "10: '!' is not a pattern (write it as in .gitignore, for example lib/legacy/**)",
        "12: 'majour' is not known (did you mean 'major'?)",
        "13: unknown key 'ruls' (did you mean 'rules'?)",
        "16: 'churn_days' must be a whole number, not True",
        "17: 'window_days' must be a whole number, not 1.5",
    ]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("scan = 1\n", "1: 'scan' must be a table (write it as [scan])"),
        ("\nrules = {weight = 3}\n", "2: 'weight' must be a table (write it as [rules.weight])"),
        ('[scan]\nexclude = "x"\n', "2: 'exclude' must be a list (write it as exclude = [\"...\"])"),
        ("[scan]\n\njobs = = 2\n", "3: not valid TOML: Invalid value"),
        ("[scan]\njobs = [1,\n", "2: not valid TOML: "),
        ("[scan]\n[scan]\n", "2: not valid TOML: "),
        ("x = " + "[" * 5000, "1: is nested too deeply"),
        (b"[scan]\n# \xff\n", "2: is not UTF-8 text"),
    ],
)
def test_one_problem(tmp_path: Path, content: str | bytes, complaint: str) -> None:
    (found,) = complaints(tmp_path, content)
    assert found.startswith(complaint)


def test_file_that_can_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="can't be read: Is a directory"):
        load(tmp_path)


def test_the_policy_of_the_gate(tmp_path: Path) -> None:
    file = tmp_path / "dxscore.toml"
    file.write_text(
        """
            [gate]
            fail_on = "major"
            worse = "stop"
            [gate.notify]
            payments = "@acme/payments"
            [[gate.ratchets]]
            rules = ["tech-debt.*"]
            [[gate.budgets]]
            owner = "payments"
            at_most = 12
            """
    )
    assert load(file).gate == GateConfig(
        fail_on="major",
        worse="stop",
        notify={"payments": "@acme/payments"},
        ratchets=(RatchetConfig(("tech-debt.*",)),),
        budgets=(BudgetConfig(owner="payments", at_most=12),),
    )
