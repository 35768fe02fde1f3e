"""Code that names a column or a table -> the place where it surely uses it, or one where it may."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.model import Model, Models
from dxscore.migrations.rollback.expressions import nodes, root
from dxscore.migrations.rollback.release import Mentions


class Use(Struct, frozen=True):
    """A place, and what is written there."""

    path: str
    line: int
    said: str
    sure: bool
    """False when the name may mean something else."""


class Named(Struct, frozen=True):
    """What is looked for."""

    table: str
    column: str
    models: tuple[Model, ...]
    """Of the table."""
    alone: bool
    """No other table has a column of that name: a call of it means nothing else, unless a method is called so, too."""


def column_use(named: Named, mentions: Mentions) -> Use | None:
    """The surest use of a column; None when nothing names it."""
    named = replace(named, alone=named.alone and not _is_method(named.column, mentions))
    found = [*_declared(named), *_written(named, mentions), *_in_templates(named, mentions)]
    return next((each for each in found if each.sure), found[0] if found else None)


def _is_method(column: str, mentions: Mentions) -> bool:
    names = (node.name for code in mentions.code.values() for node, _ in nodes(code.body) if isinstance(node, ruby.Def))
    return any(name.rstrip("?=!") == column for name in names)


def is_ignored(named: Named) -> bool:
    """Whether all models of the table ignore the column."""
    return bool(named.models) and all(named.column in each.ignored_columns for each in named.models)


def _declared(named: Named) -> Iterator[Use]:
    """Validations, enums, attributes and keys of the models."""
    for model in named.models:
        for validation in model.validations:
            if named.column in (*validation.attributes, *validation.scope) and not validation.implied:
                said = f"a validation of {model.name}"
                yield Use(validation.declared.path, validation.declared.line, said, sure=True)
        for enum in model.enums.values():
            if enum.attribute == named.column:
                yield Use(enum.declared.path, enum.declared.line, f"an enum of {model.name}", sure=True)
        for attribute in model.attributes:
            if named.column in (attribute.name, attribute.column) and attribute.form not in ("attribute", "readonly"):
                said = f"`{attribute.form}` of {model.name}"
                yield Use(attribute.declared.path, attribute.declared.line, said, sure=True)
        for each in model.associations.values():
            if each.kind == "belongs_to" and named.column in (*each.foreign_key, each.foreign_type):
                said = f"`belongs_to :{each.name}` of {model.name}"
                yield Use(each.declared.path, each.declared.line, said, sure=True)


def _written(named: Named, mentions: Mentions) -> Iterator[Use]:
    models = frozenset(each.name for each in named.models)
    for path, code in sorted(mentions.code.items()):
        for node, around in nodes(code.body):
            if found := _in_node(node, around in models, named, models):
                said, sure = found
                yield Use(path, getattr(node, "line", 1), said, sure)


def _in_node(node: Struct, inside: bool, named: Named, models: frozenset[str]) -> tuple[str, bool] | None:
    match node:
        case ruby.Call(name=name, receiver=receiver) if name.rstrip("=?!") == named.column or _is_dynamic(name, named):
            own = inside and (receiver is None or isinstance(receiver, ruby.Self))
            return f"`{name}`", own or named.alone or _is_dynamic(name, named)
        case ruby.Call(keywords=keywords, arguments=arguments) if _names(keywords, arguments, named.column):
            start = root(node)
            on_model = isinstance(start, ruby.Const) and start.name.removeprefix("::") in models
            own = inside and (start is None or isinstance(start, ruby.Self))
            return f"`{node.name}` with `{named.column}`", on_model or own or named.alone
        case ruby.Str(value=text) if _in_sql(text, named):
            return "SQL", _is_word(named.table, text) or inside or named.alone
        case ruby.Sym(value=name) | ruby.Str(value=name) if name == named.column:
            return f"`{name}`", False
    return None


def _is_dynamic(name: str, named: Named) -> bool:
    return name in (f"find_by_{named.column}", f"find_by_{named.column}!")


def _names(keywords: Iterable[ruby.Pair], arguments: Iterable[ruby.Expression], column: str) -> bool:
    keys = [key for key, _ in keywords]
    for argument in arguments:
        keys += [key for key, _ in argument.pairs] if isinstance(argument, ruby.Hash) else []
    return any(isinstance(key, ruby.Sym | ruby.Str) and key.value == column for key in (*keys, *arguments))


_TABLE_SQL = re.compile(r"\b(?:from|join|into|update)\b", re.IGNORECASE)
_SQL = re.compile(r"\b(?:select|where|from|join|order|group|and|or|set|asc|desc|is|null|in)\b|[=<>?]", re.IGNORECASE)


def _in_sql(text: str, named: Named) -> bool:
    return _is_word(named.column, text) and bool(_SQL.search(text)) and text != named.column


def _is_word(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w]){re.escape(name)}(?![\w])", text) is not None


def _in_templates(named: Named, mentions: Mentions) -> Iterator[Use]:
    for path, words in sorted(mentions.texts.items()):
        if named.column in words:
            yield Use(path, words[named.column], f"`{named.column}`", sure=named.alone)


def table_use(table: str, models: Models, mentions: Mentions) -> Use | None:
    """A model of the table, else SQL that names it."""
    for model in models.of_table(table):
        return Use(model.path, model.line, f"model {model.name}", sure=True)
    for owner, name in models.join_tables.get(table, ()):
        each = models.by_name[owner].associations[name]
        return Use(each.declared.path, each.declared.line, f"`{each.kind} :{name}` of {owner}", sure=True)
    for path, code in sorted(mentions.code.items()):
        for node, _ in nodes(code.body):
            if isinstance(node, ruby.Str) and _is_word(table, node.value) and _SQL.search(node.value):
                return Use(path, node.line, "SQL", sure=bool(_TABLE_SQL.search(node.value)))
    return None


def where(use: Use) -> str:
    """`uses it by `x` in app/models/a.rb:3`, in words."""
    return f"{use.said} in {use.path}:{use.line}"
