"""The files of the vocabulary mean the same to every YAML parser, and hold nothing but names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import dxscore.access.vocabulary as shipped
from dxscore.access.vocabulary import vocabulary

FILES = sorted(Path(shipped.__file__).parent.glob("*.yml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_name_is_text(path: Path) -> None:
    data = yaml.safe_load(path.read_bytes())
    assert [value for value in _leaves(data) if not isinstance(value, str)] == []
    assert data == yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    else:
        yield value


def test_a_library_answers_for_the_classes_in_it() -> None:
    assert vocabulary().library("Stripe::Charge") == vocabulary().library("Stripe")
    assert vocabulary().library("Nobody::Knows") is None
