"""One column definition of MySQL or SQLite (`` `name` varchar(255) NOT NULL ... ``) -> the column, its constraints."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dxscore.domain.schema import Adapter, Check, Column, ForeignKey, Place
from dxscore.schema.sql.statements import enclosed, masked
from dxscore.schema.sql.types import other_type
from dxscore.schema.texts import bare, index_part, split_list

_I = re.IGNORECASE
_NAME = r'(?:"(?:[^"]|"")+"|`[^`]+`|[\w.]+)'
_NO_TYPE = (
    "NOT|NULL|DEFAULT|PRIMARY|UNIQUE|CHECK|REFERENCES|COLLATE|GENERATED|AS|CONSTRAINT|AUTO_INCREMENT|COMMENT|UNSIGNED"
    "|CHARACTER SET|ON|INVISIBLE|SRID|ZEROFILL"
)
_COLUMN = re.compile(
    rf"(?P<name>{_NAME})\s*(?P<type>(?!(?:{_NO_TYPE})\b)[A-Za-z]\w*(?:\s+(?!(?:{_NO_TYPE})\b)[A-Za-z]\w*)*)?\s*"
    r"(?P<arguments>\((?:[^()']|'(?:[^'\\]|''|\\.)*')*\))?",
    _I,
)
_DEFAULT = re.compile(
    r"DEFAULT\s+(?:(?:_\w+\s*)?'(?P<text>(?:[^'\\]|''|\\.)*)'|(?P<bits>[bB]'[01]*')|(?P<expression>\()"
    r"|(?P<number>[+-]?\d+(?:\.\d+)?)(?![\w(])|(?P<word>\w+(?:\(\d*\))?))",
    _I,
)
_GENERATED = re.compile(r"\b(?:GENERATED ALWAYS )?AS\s*(?=\x00)", _I)
_COMMENT = re.compile(r"\bCOMMENT\s+'((?:[^'\\]|''|\\.)*)'", _I)
_COLLATE = re.compile(r"\bCOLLATE\s+[\"'`]?(\w+)", _I)
_TEXTS = re.compile(r"'((?:[^'\\]|''|\\.)*)'")
_REFERENCES = re.compile(rf"\bREFERENCES\s+(?P<table>{_NAME}(?:\.{_NAME})?)\s*(?=\(|$|\s)", _I)
_ACTION = re.compile(r"\bON (?P<when>DELETE|UPDATE)\s+(?P<what>CASCADE|SET NULL|RESTRICT|SET DEFAULT|NO ACTION)", _I)
_ACTIONS = {"CASCADE": "cascade", "SET NULL": "nullify", "RESTRICT": "restrict", "SET DEFAULT": "set_default"}
_WORDS: dict[str, str | bool | None] = {"NULL": None, "TRUE": True, "FALSE": False}


def column_of(text: str, at: Place, adapter: Adapter) -> Column:
    """`text` is one definition, without the comma."""
    match = _COLUMN.match(text)
    name, kind, arguments = (
        (bare(match["name"]), match["type"] or "", match["arguments"] or "") if match else ("", "", "")
    )
    rest = text[match.end() :] if match else ""
    outside = masked(rest)
    numbers = tuple(int(number) for number in re.findall(r"\d+", arguments)) if "'" not in arguments else ()
    of_rails = other_type(kind, numbers)
    default, function = _default(rest)
    generated = _GENERATED.search(outside)
    whole = re.search(r"\bPRIMARY KEY\b", outside, _I) and of_rails.name in {"integer", "bigint"}
    return Column(
        name,
        of_rails.name or "binary",
        of_rails.limit,
        of_rails.precision,
        of_rails.scale,
        null=not re.search(r"\b(?:NOT NULL|PRIMARY KEY)\b", outside, _I),
        default=_typed(default, of_rails.name),
        default_function=function,
        collation=_first(_COLLATE, rest),
        comment=_first(_COMMENT, rest).replace("''", "'"),
        unsigned=bool(re.search(r"\bUNSIGNED\b", outside, _I)),
        generated=enclosed(rest, generated.start())[0] if generated else "",
        stored=bool(re.search(r"\b(?:STORED|PERSISTENT)\b", outside, _I)),
        automatic=bool(re.search(r"\bAUTO_?INCREMENT\b", outside, _I)) or bool(whole and adapter == "sqlite"),
        values=tuple(one.replace("''", "'") for one in _TEXTS.findall(arguments)) if kind.lower() == "enum" else (),
        at=at,
    )


def reference_in(text: str, name: str, columns: tuple[str, ...], at: Place) -> Iterator[ForeignKey]:
    """The foreign key that a definition holds, if any."""
    match = _REFERENCES.search(text)
    if not match or not re.search(r"\bREFERENCES\b", masked(text), _I):
        return
    to_columns, _ = enclosed(text, match.end()) if text[match.end() : match.end() + 1] == "(" else ("", 0)
    actions = {found["when"].upper(): _ACTIONS.get(found["what"].upper(), "") for found in _ACTION.finditer(text)}
    deferred = re.search(r"\bDEFERRABLE(?: INITIALLY (DEFERRED|IMMEDIATE))?", text, _I)
    yield ForeignKey(
        name,
        columns,
        bare(match["table"]),
        tuple(index_part(part).column for part in split_list(to_columns)) or ("id",),
        on_delete=actions.get("DELETE", ""),
        on_update=actions.get("UPDATE", ""),
        deferrable=(deferred[1] or "immediate").lower() if deferred else "",
        at=at,
    )


def check_in(text: str, name: str, at: Place) -> Iterator[Check]:
    """The check that a definition holds, if any; one that is not enforced guarantees nothing."""
    outside = masked(text)
    match = re.search(r"\bCHECK\b", outside, _I)
    if match:
        yield Check(name, enclosed(text, match.end())[0].strip(), not re.search(r"\bNOT ENFORCED\b", outside, _I), at)


def _default(rest: str) -> tuple[str | int | float | bool | None, str]:
    """A literal and '', or None and an expression."""
    start = re.search(r"\bDEFAULT\b", masked(rest), _I)
    match = _DEFAULT.match(rest, start.start()) if start else None
    if match is None:
        return None, ""
    if match["text"] is not None:
        return match["text"].replace("''", "'"), ""
    if match["expression"]:
        return None, enclosed(rest, match.start())[0]
    if match["number"]:
        return (float(match["number"]) if "." in match["number"] else int(match["number"])), ""
    word = match["word"] or ""
    return (_WORDS[word.upper()], "") if word.upper() in _WORDS else (match["bits"], word)


def _typed(default: str | int | float | bool | None, kind: str) -> str | int | float | bool | None:
    """MySQL writes all defaults in quotes."""
    if kind == "boolean" and default is not None:
        return str(default).lower() in {"1", "t", "true", "b'1'"}
    if kind in {"integer", "bigint"} and isinstance(default, str) and re.fullmatch(r"-?\d+", default):
        return int(default)
    return default


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""
