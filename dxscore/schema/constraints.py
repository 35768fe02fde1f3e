"""Arguments of `add_index`, `add_foreign_key`, `add_check_constraint` ... -> indexes and constraints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.ruby_values import Value, number_of, text_of, texts_of, value_of
from dxscore.domain.schema import Check, ExclusionConstraint, ForeignKey, Index, IndexPart, Place, UniqueConstraint
from dxscore.schema.singular import foreign_key_column
from dxscore.schema.texts import bare, index_part, is_identifier, split_list

Options: TypeAlias = Mapping[str, ruby.Expression]

_USING = {"fulltext": "fulltext", "spatial": "spatial"}


def index_of(table: str, columns: Value, options: Options, at: Place) -> Index:
    """`columns` is a name, a list of names, or an expression as one text, as `add_index` takes them."""
    known = _known(options)
    parts = tuple(_with_options(part, known) for part in _parts(columns))
    names = [part.column or part.expression for part in parts]
    return Index(
        text_of(known.get("name")) or default_index_name(table, names),
        parts,
        unique=known.get("unique") is True,
        where=text_of(known.get("where")),
        using=_USING.get(text_of(known.get("type")).lower()) or text_of(known.get("using")),
        include=texts_of(known.get("include")),
        nulls_not_distinct=known.get("nulls_not_distinct") is True,
        comment=text_of(known.get("comment")),
        at=at,
    )


def default_index_name(table: str, columns: Iterable[str]) -> str:
    """As Rails names an index that is not named; its shorter form for long names (7.1) is not worked out."""
    return f"index_{table.replace('.', '_')}_on_{'_and_'.join(columns)}"


def foreign_key_of(to_table: str, options: Options, columns: Iterable[str], at: Place) -> ForeignKey:
    """`columns` are those of its table, to choose from when the option `column` is left out."""
    known = _known(options)
    own = texts_of(known.get("column")) or (foreign_key_column(bare(to_table), columns),)
    return ForeignKey(
        text_of(known.get("name")),
        own,
        bare(to_table),
        texts_of(known.get("primary_key")) or ("id",),
        on_delete=text_of(known.get("on_delete")),
        on_update=text_of(known.get("on_update")),
        validated=known.get("validate", True) is not False,
        deferrable=_deferrable(known),
        at=at,
    )


def check_of(expression: str, options: Options, at: Place) -> Check:
    """Of `add_check_constraint` or `t.check_constraint`."""
    known = _known(options)
    return Check(text_of(known.get("name")), expression, known.get("validate", True) is not False, at)


def unique_constraint_of(columns: Value, options: Options, at: Place) -> UniqueConstraint:
    """With `using_index`, its columns are those of that index: empty here."""
    known = _known(options)
    return UniqueConstraint(
        text_of(known.get("name")),
        texts_of(columns),
        _deferrable(known),
        nulls_not_distinct=known.get("nulls_not_distinct") is True,
        at=at,
    )


def exclusion_of(expression: str, options: Options, at: Place) -> ExclusionConstraint:
    """Of `add_exclusion_constraint` or `t.exclusion_constraint`."""
    known = _known(options)
    return ExclusionConstraint(
        text_of(known.get("name")), expression, text_of(known.get("using")), text_of(known.get("where")), at
    )


def _known(options: Options) -> dict[str, Value]:
    return {key: value_of(option) for key, option in options.items()}


def _deferrable(known: Mapping[str, Value]) -> str:
    return "immediate" if known.get("deferrable") is True else text_of(known.get("deferrable"))


def _parts(columns: Value) -> tuple[IndexPart, ...]:
    if isinstance(columns, str) and not is_identifier(columns):
        return tuple(index_part(text) for text in split_list(columns))
    return tuple(IndexPart(name) if _is_name(name) else index_part(name) for name in texts_of(columns))


def _is_name(text: str) -> bool:
    """Columns may have odd names (`a-b`, `größe`); an expression has parentheses or spaces."""
    return not any(mark in text for mark in '( "`')


def _with_options(part: IndexPart, known: Mapping[str, Value]) -> IndexPart:
    return replace(
        part,
        descending=part.descending or text_of(_for_column(part, known.get("order"))).lower().startswith("desc"),
        opclass=part.opclass or text_of(_for_column(part, known.get("opclass"))),
        length=part.length or number_of(_for_column(part, known.get("length"))),
    )


def _for_column(part: IndexPart, option: Value) -> Value:
    """`{ name: :desc }` or one for all columns."""
    return option.get(part.column) if isinstance(option, Mapping) else option
