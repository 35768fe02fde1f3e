"""Every command and option that the documentation and the files for CI use is one that dxscore has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from dxscore.cli import app
from tests.meta.documents import command_texts

_CALL = re.compile(r"""(?:^|[\s"'`(;{/])dxscore"? ([a-z][^\n|;&#`)]*)""", re.MULTILINE)
_OPTION = re.compile(r"""(?<![\w-])(--[a-z][a-z-]*|-[a-z])(?![\w-])""")
_NAME = re.compile(r"[a-z][a-z-]*")


def _calls() -> Iterator[tuple[str, str]]:
    """(place, words after `dxscore`) with continued lines joined."""
    for place, text in command_texts():
        joined = re.sub(r"\\?\n +(?=--)", " ", text)
        calls = (call.partition("$(")[0] for call in _CALL.findall(joined))
        yield from ((place, call) for call in calls if call.split()[0] in _commands())


@cache
def _commands() -> Mapping[str, Any]:
    root = get_command(app.build())
    assert isinstance(root, TyperGroup)
    return root.commands


def _options(words: Sequence[str]) -> set[str]:
    command = _commands()[words[0]]
    if isinstance(command, TyperGroup):
        command = _named(command, words[1:])
    return {name for parameter in command.params for name in parameter.opts} | {"--help", "-h", "--debug"}


def _named(group: TyperGroup, words: Sequence[str]) -> Any:
    """The command of a group that the words name, or that its name alone stands for."""
    if words and words[0] in group.commands:
        return group.commands[words[0]]
    return group.commands[getattr(group, "default_command", "")]


@pytest.mark.parametrize(("place", "call"), [*_calls()], ids=lambda value: value[:60])
def test_a_documented_command_has_its_options(place: str, call: str) -> None:
    used = set(_OPTION.findall(call))
    assert used <= _options(call.split()), f"{place}: dxscore {call}"


def test_commands_are_found_at_all() -> None:
    found = {call.split()[0] for _, call in _calls()}
    assert {"scan", "comment", "status", "explain", "owner", "rules"} <= found


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ('"$out/venv/bin/dxscore" comment --file x', "comment --file x"),
        ("entry: dxscore gate --staged", "gate --staged"),
        ("a && dxscore scan | jq .", "scan "),
    ],
)
def test_calls_are_recognised_in_scripts(text: str, call: str) -> None:
    assert _CALL.findall(text) == [call]


def test_words_before_the_first_option_name_a_command() -> None:
    unknown = {
        (place, call.split()[0])
        for place, text in command_texts()
        if not place.startswith("README")
        for call in _CALL.findall(text)
        if "--" in call and _NAME.fullmatch(call.split()[0]) and call.split()[0] not in _commands()
    }
    assert unknown == set()
