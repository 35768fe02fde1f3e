"""Rule folders and `[rules]` of dxscore.toml -> the rulebook in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from dxscore.config import RulesConfig
from dxscore.copying import replace
from dxscore.domain.rule import Rule
from dxscore.rulebook.book import Check, Rulebook
from dxscore.rulebook.files import RuleFolder, find_files
from dxscore.rulebook.selection import in_force
from dxscore.rulebook.store import keep, key_of, stored, without_examples

__all__ = ["RuleFolder", "Rulebook", "every_rule", "load_rulebook", "with_examples"]


def load_rulebook(folders: Sequence[Path | RuleFolder], config: RulesConfig, store: Path | None = None) -> Rulebook:
    """The rules in force. `store` is a file that keeps the validated rules for the next run.

    Raises InvalidInputError with every problem of every file; ids in `config` that name no rule are problems too.
    """
    return in_force(every_rule(folders, store), config)


def every_rule(
    folders: Sequence[Path | RuleFolder],
    store: Path | None = None,
    check: Check = lambda _rules: (),
    prebuilt: Path | None = None,
    *,
    examples: bool = False,
) -> Rulebook:
    """All rules as written, drafts too. Raises InvalidInputError likewise.

    Only with `examples` do they bring theirs, and are parsed anew: more than half of every rule is for its tests only.

    A path is a folder on disk. What `store` keeps is kept under the names and bytes of all files, so it may serve
    any version of a project.
    `prebuilt` is a store that is only read.
    `check` adds what is wrong with rules that can be read; it is not asked about rules kept from an earlier run.
    """
    files, problems = find_files(
        [each if isinstance(each, RuleFolder) else RuleFolder.on_disk(each) for each in folders]
    )
    key = key_of(files)
    for kept in (store, prebuilt) if not examples else ():
        if kept and not problems and (book := stored(kept, key)):
            return book
    from dxscore.rulebook.parsing import parse  # noqa: PLC0415 - a warm run does without the YAML parser

    book = parse(files, problems, check)
    if examples:
        return book
    book = without_examples(book)
    if store:
        keep(store, key, book)
    return book


def with_examples(folders: Sequence[RuleFolder], rules: Sequence[Rule]) -> Mapping[str, Rule]:
    """These rules by id, as they are but with the examples of their files. Raises InvalidInputError.

    Only the files of these rules are parsed; one that is gone meanwhile leaves its rules without examples.
    """
    from dxscore.rulebook.parsing import parse  # noqa: PLC0415 - a warm run does without the YAML parser

    origins = {rule.origin for rule in rules}
    files, _problems = find_files(folders)
    written = {rule.id: rule for rule in parse([file for file in files if file.path in origins]).rules}
    return {
        rule.id: replace(rule, valid=written[rule.id].valid, invalid=written[rule.id].invalid)
        if rule.id in written
        else rule
        for rule in rules
    }
