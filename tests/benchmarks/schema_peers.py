"""active_record_doctor's own tests of its detectors -> how far `dxscore schema` agrees with them.

    python -m tests.benchmarks.schema_peers CLONE_OF_ACTIVE_RECORD_DOCTOR [--wrong]

Each test that asserts problems (or none) becomes a project in memory: its tables a db/schema.rb on PostgreSQL, its
models files. Tests of options of the detector itself, of a second database and of other adapters are left out and
counted.
A problem is one line of the expected output; it is found when a rule of the same detector names the same subject.
"""

from __future__ import annotations

import argparse
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dxscore.copying import replace
from dxscore.domain.schema_report import Gap
from dxscore.domain.source import FileKind, SourceFile
from dxscore.inputs.memory import FilesInMemory
from dxscore.pipeline.schema_auditing import make_audit
from dxscore.pipeline.schema_sources import SchemaSources

_TEST = re.compile(r"^  def (?P<name>test_\w+)\n(?P<body>.*?)^  end$", re.MULTILINE | re.DOTALL)
_TABLE = re.compile(
    r"^(?P<indent> +)Context\s*\.create_table\((?P<args>[^\n]*?)\)(?: do(?: \|t\|)?\n(?P<body>.*?)^(?P=indent)end)?"
    r"(?P<model>\s*\.define_model(?: do\n(?P<code>.*?)^ +end(?=\n\n|\n(?P=indent)\w|\Z|\n$))?)?$",
    re.MULTILINE | re.DOTALL,
)
_MODEL = re.compile(
    r"^(?P<indent> +)Context\.define_model\(:(?P<name>\w+)(?:, (?P<parent>[\w:]+))?\)"
    r"(?: do\n(?P<code>.*?)^(?P=indent)end)?$",
    re.MULTILINE | re.DOTALL,
)
_EXPECTED = re.compile(r"assert_problems\(<<[~-]?OUTPUT\)\n(?P<text>.*?)^ *OUTPUT", re.MULTILINE | re.DOTALL)
_SQL_INDEX = re.compile(
    r"CREATE (?P<unique>UNIQUE )?INDEX (?P<name>\w+) ON (?P<table>\w+) (?:USING \w+ )?\((?P<what>.+)\)"
)
_CHECK = re.compile(
    r"ALTER TABLE (?P<table>\w+)\s+ADD CONSTRAINT (?P<name>\w+)\s+CHECK \((?P<what>.+?)\)(?P<loose>\s+NOT VALID)?"
)
_OTHER_ADAPTER = re.compile(r"^ +if (?:sqlite|mysql)\?\n.*?^ +else\n(?P<ours>.*?)^ +end$", re.MULTILINE | re.DOTALL)
_LEFT_OUT = (
    "config_file",
    "Secondary",
    "skip if postgresql?",
    "skip if !sqlite?",
    "require_non_postgresql",
    "stub",
    "MATERIALIZED",
)
_DETECTORS = {
    "extraneous_indexes": ("redundant-index", "redundant-unique-index", "duplicate-index", "index-on-primary-key"),
    "incorrect_boolean_presence_validation": ("boolean-presence",),
    "incorrect_dependent_option": ("incorrect-dependent-option", "destroy-async-with-foreign-key", "needless-destroy"),
    "incorrect_length_validation": (
        "length-over-limit",
        "length-below-limit",
        "length-without-limit",
        "limit-without-length-validation",
    ),
    "mismatched_foreign_key_type": ("mismatched-foreign-key-type", "wider-foreign-key-type"),
    "missing_foreign_keys": ("missing-foreign-key",),
    "missing_non_null_constraint": ("missing-not-null", "nullable-timestamps"),
    "missing_presence_validation": ("missing-presence-validation", "optional-but-not-null"),
    "missing_unique_indexes": (
        "missing-unique-index",
        "has-one-without-unique-index",
        "join-table-without-unique-index",
    ),
    "short_primary_key_type": ("short-primary-key",),
    "table_without_primary_key": ("table-without-primary-key",),
    "table_without_timestamps": ("table-without-timestamps",),
    "undefined_table_references": ("undefined-table",),
    "unindexed_deleted_at": ("unindexed-deleted-at",),
    "unindexed_foreign_keys": ("unindexed-foreign-key", "unindexed-id-column"),
}
_APPLICATION = "module Demo\n  class Application < Rails::Application\n    config.load_defaults 8.0\n  end\nend\n"
_OTHER_TABLE = 'create_table "others" do |t|\nt.timestamps\nend\n'
_BASE = "class ApplicationRecord < ActiveRecord::Base\n  self.abstract_class = true\nend\n"


@dataclass(frozen=True, slots=True)
class Case:
    """One test of theirs."""

    detector: str
    name: str
    files: dict[str, str]
    expected: frozenset[str]


def cases(clone: Path) -> Iterator[Case | None]:
    """None for each test that is left out."""
    for detector in _DETECTORS:
        path = f"test/active_record_doctor/detectors/{detector}_test.rb"
        text = subprocess.run(
            ["git", "show", f"HEAD:{path}"], cwd=clone, check=True, capture_output=True, text=True
        ).stdout
        for match in _TEST.finditer(text):
            yield _case(detector, match["name"], match["body"])


def _case(detector: str, name: str, body: str) -> Case | None:
    body = _OTHER_ADAPTER.sub(lambda match: match["ours"], body)
    expected = _EXPECTED.search(body)
    if any(word in body for word in _LEFT_OUT) or not (expected or "refute_problems" in body):
        return None
    lines = expected["text"].splitlines() if expected else []
    lines = [line for line in lines if not line.strip().startswith("associated ")]
    return Case(detector, name, _files(body), frozenset(_subject(detector, line.strip()) for line in lines))


def _files(body: str) -> dict[str, str]:
    tables = list(_TABLE.finditer(body))
    schema = [f"create_table {match['args']} do |t|\n{match['body'] or ''}\nend\n" for match in tables]
    schema += [
        f'add_index :{sql["table"]}, "{sql["what"]}", name: "{sql["name"]}", unique: {_truth(sql["unique"])}\n'
        for sql in _SQL_INDEX.finditer(body)
    ]
    schema += [
        f'add_check_constraint :{sql["table"]}, "{sql["what"]}", validate: {_truth(not sql["loose"])}\n'
        for sql in _CHECK.finditer(body)
    ]
    schema += [f'create_view "{name}", sql_definition: "SELECT 1"\n' for name in re.findall(r"CREATE VIEW (\w+)", body)]
    files = {
        "config/application.rb": _APPLICATION,
        "config/database.yml": "production:\n  adapter: postgresql\n",
        "app/models/application_record.rb": _BASE,
        "db/schema.rb": f"ActiveRecord::Schema[8.0].define(version: 1) do\n{_OTHER_TABLE}{''.join(schema)}end\n",
    }
    for match in tables:
        if match["model"]:
            name = _class_name(match["args"])
            files[f"app/models/{name.lower()}.rb"] = _model(name, "ApplicationRecord", match["code"])
    for match in _MODEL.finditer(body):
        files[f"app/models/{match['name'].lower()}.rb"] = _model(
            match["name"], match["parent"] or "ApplicationRecord", match["code"]
        )
    return files


def _truth(value: object) -> str:
    return str(bool(value)).lower()


def _model(name: str, parent: str, code: str | None) -> str:
    return f"module Context\n  class {name} < ::{parent.removeprefix('::')}\n{code or ''}\n  end\nend\n"


def _class_name(args: str) -> str:
    match = re.match(r"[:\"](\w+)", args)
    table = match[1] if match else ""
    singular = re.sub(r"s$", "", re.sub(r"ies$", "y", table))
    return "".join(part.capitalize() for part in singular.split("_"))


def _subject(detector: str, line: str) -> str:  # noqa: PLR0911 - one form of sentence per detector
    """What a line of their output is about, in one spelling for both."""
    if detector == "extraneous_indexes":
        match = re.search(r"remove (?:the index )?(\w+) from", line)
        return match[1] if match else line
    if detector == "unindexed_deleted_at":
        return line.split(" to ")[1].split(" ", maxsplit=1)[0]
    if detector in {"missing_unique_indexes", "unindexed_foreign_keys"}:
        match = re.search(r"index on (\w+)\((.+?)\) - ", line)
        return _key(match[1], match[2]) if match else line
    if detector in {"table_without_primary_key", "table_without_timestamps"}:
        return line.rsplit(" to ", maxsplit=1)[-1]
    if detector == "undefined_table_references":
        return line.split(" ", maxsplit=1)[0]
    if detector == "incorrect_length_validation":
        match = re.search(r"\b[a-z]\w*\.\w+", line)
        return match[0] if match else line
    match = re.search(r"(?:Context::)?\w+\.\w+", line)
    return match[0] if match else line


def _key(table: str, columns: str) -> str:
    names = sorted(re.sub(r"lower\((\w+)\)", r"\1", name.strip()) for name in columns.split(","))
    return f"{table}({', '.join(names)})"


def _found(detector: str, gap: Gap) -> str:
    forms = {
        "extraneous_indexes": gap.name,
        "unindexed_deleted_at": gap.name,
        "missing_unique_indexes": _key(gap.table, ", ".join(gap.columns)),
        "unindexed_foreign_keys": _key(gap.table, ", ".join(gap.columns)),
        "table_without_primary_key": gap.table,
        "table_without_timestamps": gap.table,
        "undefined_table_references": gap.model,
        "incorrect_boolean_presence_validation": f"{gap.model}.{gap.name}",
        "incorrect_dependent_option": f"{gap.model}.{gap.name}",
        "missing_presence_validation": f"{gap.model}.{gap.name}",
        "incorrect_length_validation": f"{gap.table}.{gap.name}",
    }
    return forms.get(detector, f"{gap.table}.{gap.columns[0] if gap.columns else ''}")


def found(case: Case) -> frozenset[str]:
    """Subjects of the gaps that belong to the detector."""
    tree = FilesInMemory(case.files)
    files = [
        SourceFile(path, path, len(code), FileKind.RUBY) for path, code in case.files.items() if path.endswith(".rb")
    ]
    sources = SchemaSources(files, lambda file: tree.read(file.path), tree, "8.0.0", {}, jobs=1)
    audited = make_audit(sources, lambda _done, _all: None)
    return frozenset(
        _found(case.detector, each)
        for gap in audited.audit.gaps
        if gap.problem in _DETECTORS[case.detector]
        for each in _each(gap)
    )


def _each(gap: Gap) -> Iterator[Gap]:
    """Their lines name one column each where ours name all of them."""
    if gap.problem == "nullable-timestamps":
        yield from (replace(gap, columns=(name,)) for name in gap.columns)
    else:
        yield gap


def main() -> None:
    """Print a confusion table by detector, and what differs when asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clone", type=Path)
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    rows: dict[str, Counter[str]] = {detector: Counter() for detector in _DETECTORS}
    left_out = 0
    for case in cases(options.clone):
        if case is None:
            left_out += 1
            continue
        theirs, ours = case.expected, found(case)
        row = rows[case.detector]
        row["both"] += len(theirs & ours)
        row["theirs"] += len(theirs - ours)
        row["ours"] += len(ours - theirs)
        row["neither"] += not theirs and not ours
        if options.wrong and theirs != ours:
            print(f"{case.detector} {case.name}: missed {sorted(theirs - ours)}, noise {sorted(ours - theirs)}")
    _print(rows, left_out)


def _print(rows: dict[str, Counter[str]], left_out: int) -> None:
    print(f"{'detector':40} {'both':>5} {'missed':>7} {'noise':>6} {'rightly silent':>15}")
    for detector, row in rows.items():
        print(f"{detector:40} {row['both']:5} {row['theirs']:7} {row['ours']:6} {row['neither']:15}")
    total = sum(rows.values(), Counter[str]())
    recall, precision = (
        total["both"] / (total["both"] + total["theirs"]),
        total["both"] / (total["both"] + total["ours"]),
    )
    print(f"recall {recall:.3f}, precision {precision:.3f}; {left_out} tests left out")


if __name__ == "__main__":
    main()
