"""A `db/structure.sql` by pg_dump -> what its statements say of tables, read by PostgreSQL's own parser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from dxscore.copying import replace
from dxscore.domain.schema import (
    Check,
    Column,
    EnumType,
    ExclusionConstraint,
    ForeignKey,
    Index,
    IndexPart,
    Partition,
    Place,
    Table,
    UniqueConstraint,
    Unread,
    View,
)
from dxscore.schema.definitions import Piece
from dxscore.schema.sql.assembling import (
    Addition,
    Alteration,
    Found,
    as_partition,
    with_column,
    with_default,
    with_primary_key,
)
from dxscore.schema.sql.pg_text import PgText, parsed
from dxscore.schema.sql.types import postgresql_type

Node: TypeAlias = dict[str, Any]
"""A node of the parse tree as libpg_query writes it in JSON; fields with PostgreSQL's default are left out."""

_WITHOUT_TABLES = frozenset(
    """AlterDefaultPrivilegesStmt AlterDomainStmt AlterEventTrigStmt AlterExtensionContentsStmt AlterFunctionStmt
    AlterObjectDependsStmt AlterOwnerStmt AlterSeqStmt AlterStatsStmt AlterObjectSchemaStmt ClusterStmt CommentStmt
    CreateAmStmt CreateCastStmt CreateConversionStmt CreateDomainStmt CreateEventTrigStmt CreateFdwStmt
    CreateForeignServerStmt CreateFunctionStmt CreateOpClassStmt CreateOpFamilyStmt CreatePLangStmt CreatePolicyStmt
    CreatePublicationStmt CreateRangeStmt CreateRoleStmt CreateSchemaStmt CreateSeqStmt CreateStatsStmt
    CreateTransformStmt CreateTrigStmt CreateUserMappingStmt CompositeTypeStmt DefineStmt DoStmt DropStmt GrantStmt
    GrantRoleStmt InsertStmt RefreshMatViewStmt RuleStmt SecLabelStmt SelectStmt TransactionStmt UpdateStmt
    VariableSetStmt""".split()
)
"""Statements that say nothing of columns or constraints."""
_ACTIONS = {"c": "cascade", "n": "nullify", "r": "restrict", "d": "set_default"}


def read_postgresql(source: str, path: str) -> list[Found]:
    """Statement by statement; a file that PostgreSQL itself could not read gives one Unread."""
    statements, text = parsed(source, path)
    if isinstance(statements, Unread):
        return [statements]
    return [thing for kind, node, at in statements for thing in _read(kind, node, at, text)]


def _read(kind: str, node: Node, at: Place, text: PgText) -> Iterator[Found]:
    reader = _READERS.get(kind)
    if reader:
        yield from reader(node, at, text)
    elif kind not in _WITHOUT_TABLES:
        yield Unread(at, kind, "not a statement of a schema")


def _create_table(node: Node, at: Place, text: PgText) -> Iterator[Found]:
    name = _relation(node["relation"])
    parents = [_relation(parent["RangeVar"]) for parent in node.get("inhRelations", ())]
    spec, bound = node.get("partspec"), node.get("partbound")
    table = Table(
        name,
        partitioned_by=text.after(spec["location"], "PARTITION BY") if spec else "",
        partition=Partition(parents[0], text.statement_from(bound["location"])) if bound and parents else None,
        inherits=parents[0] if parents and not bound else "",
        at=at,
    )
    elements = node.get("tableElts", ())
    yield replace(table, columns=tuple(_column(one["ColumnDef"], text) for one in elements if "ColumnDef" in one))
    for element in elements:
        column = element.get("ColumnDef", {})
        for constraint in column.get("constraints", ()) if column else (element,):
            if "Constraint" in constraint:
                yield from _constraint(name, constraint["Constraint"], text, column.get("colname", ""), at)


def _column(node: Node, text: PgText) -> Column:
    constraints = [one["Constraint"] for one in node.get("constraints", ())]
    kinds = {one["contype"]: one for one in constraints}
    name, modifiers, kind_schema = _type_name(node["typeName"])
    kind = postgresql_type(name, modifiers)
    default, function = (None, "")
    if given := kinds.get("CONSTR_DEFAULT"):
        default, function = _default(given["raw_expr"], text)
    generated = kinds.get("CONSTR_GENERATED")
    automatic = "CONSTR_IDENTITY" in kinds or function.startswith("nextval") or name.endswith("serial")
    collation = node.get("collClause", {}).get("collname", ())
    return Column(
        node["colname"],
        f"{kind_schema}{kind.name}",
        kind.limit,
        kind.precision,
        kind.scale,
        null=not {"CONSTR_NOTNULL", "CONSTR_PRIMARY", "CONSTR_IDENTITY"} & kinds.keys(),
        default=default,
        default_function="" if automatic else function,
        collation=_names(collation)[-1] if collation else "",
        array="arrayBounds" in node["typeName"],
        generated=text.in_parentheses(generated["location"]) if generated else "",
        stored=bool(generated) and generated is not None and generated.get("generated_kind", "s") == "s",
        automatic=automatic,
        at=text.place(node["location"]),
    )


def _constraint(table: str, node: Node, text: PgText, column: str, at: Place) -> Iterator[Found]:
    """One of the table, or with a `column` of that column alone."""
    if node["contype"] == "CONSTR_PRIMARY":
        yield Alteration(table, with_primary_key(_names(node.get("keys", ())) or (column,)))
        return
    maker = _CONSTRAINTS.get(node["contype"])
    if maker:
        place = text.place(node["location"]) if node.get("location") else at
        yield Addition(table, maker(node, text, (column,), place))


def _unique(node: Node, _: PgText, columns: tuple[str, ...], at: Place) -> Piece:
    return UniqueConstraint(
        node.get("conname", ""),
        _names(node.get("keys", ())) or columns,
        _deferrable(node),
        nulls_not_distinct=node.get("nulls_not_distinct", False),
        at=at,
    )


def _check(node: Node, text: PgText, _: tuple[str, ...], at: Place) -> Piece:
    expression = text.in_parentheses(node["location"])
    return Check(node.get("conname", ""), expression, not node.get("skip_validation", False), at)


def _foreign_key(node: Node, _: PgText, columns: tuple[str, ...], at: Place) -> Piece:
    return ForeignKey(
        node.get("conname", ""),
        _names(node.get("fk_attrs", ())) or columns,
        _relation(node["pktable"]),
        _names(node.get("pk_attrs", ())) or ("id",),
        on_delete=_ACTIONS.get(node.get("fk_del_action", ""), ""),
        on_update=_ACTIONS.get(node.get("fk_upd_action", ""), ""),
        validated=not node.get("skip_validation", False),
        deferrable=_deferrable(node),
        at=at,
    )


def _exclusion(node: Node, text: PgText, _: tuple[str, ...], at: Place) -> Piece:
    return ExclusionConstraint(
        node.get("conname", ""),
        text.in_parentheses(node["location"]),
        node.get("access_method", ""),
        text.after_word(node["location"], "WHERE") if "where_clause" in node else "",
        at,
    )


def _deferrable(node: Node) -> str:
    if not node.get("deferrable"):
        return ""
    return "deferred" if node.get("initdeferred") else "immediate"


def _alter_table(node: Node, at: Place, text: PgText) -> Iterator[Found]:
    name = _relation(node["relation"])
    for command in (one["AlterTableCmd"] for one in node["cmds"]):
        change, column = command.get("def", {}), command.get("name", "")
        match command["subtype"]:
            case "AT_AddConstraint":
                yield from _constraint(name, change["Constraint"], text, "", at)
            case "AT_ColumnDefault" if change:
                yield Alteration(name, with_default(column, *_default(change, text)))
            case "AT_AddIdentity":
                yield Alteration(name, with_column(column, automatic=True))
            case "AT_SetNotNull":
                yield Alteration(name, with_column(column, null=False))
            case "AT_AddColumn":
                yield Addition(name, _column(change["ColumnDef"], text))
            case "AT_AttachPartition":
                part = change["PartitionCmd"]
                bounds = text.statement_from(part["bound"]["location"]) if "bound" in part else ""
                yield Alteration(_relation(part["name"]), as_partition(name, bounds))


def _create_index(node: Node, at: Place, text: PgText) -> Iterator[Found]:
    elements = [one["IndexElem"] for one in node.get("indexParams", ())]
    written = text.index_parts(at)
    parts = tuple(_index_part(one, written[number]) for number, one in enumerate(elements))
    index = Index(
        node.get("idxname", ""),
        parts,
        unique=node.get("unique", False),
        where=text.after_word_of_statement(at, "WHERE") if "whereClause" in node else "",
        using=node.get("accessMethod", "btree"),
        include=tuple(one["IndexElem"]["name"] for one in node.get("indexIncludingParams", ())),
        nulls_not_distinct=node.get("nulls_not_distinct", False),
        at=at,
    )
    yield Addition(_relation(node["relation"]), index)


def _index_part(node: Node, written: IndexPart) -> IndexPart:
    """Flags from the tree, the text of an expression from the file."""
    return IndexPart(
        node.get("name", ""),
        "" if "name" in node else written.expression or written.column,
        descending=node.get("ordering") == "SORTBY_DESC",
        opclass=_names(node["opclass"])[-1] if "opclass" in node else "",
        collation=_names(node["collation"])[-1] if "collation" in node else "",
    )


def _create_enum(node: Node, at: Place, _: PgText) -> Iterator[Found]:
    yield EnumType(_qualified(_names(node["typeName"])), _names(node.get("vals", ())), at)


def _create_view(node: Node, at: Place, text: PgText) -> Iterator[Found]:
    yield View(_relation(node["view"]), text.statement_at(at), at=at)


def _create_table_as(node: Node, at: Place, text: PgText) -> Iterator[Found]:
    yield View(_relation(node["into"]["rel"]), text.statement_at(at), node.get("objtype") == "OBJECT_MATVIEW", at)


def _create_extension(node: Node, _at: Place, _: PgText) -> Iterator[Found]:
    yield node["extname"]


def _create_foreign_table(node: Node, at: Place, text: PgText) -> Iterator[Found]:
    yield from _create_table(node["base"], at, text)


def _default(node: Node, text: PgText) -> tuple[str | int | float | bool | None, str]:
    """A literal and '', or None and the text of a function; '?' for another expression."""
    if "TypeCast" in node:
        literal, function = _default(node["TypeCast"]["arg"], text)
        kind = _type_name(node["TypeCast"]["typeName"])[0]
        is_whole = kind in _WHOLE and isinstance(literal, str) and re.fullmatch(r"-?\d+", literal)
        return (int(str(literal)), "") if is_whole else (literal, function)
    if "A_Const" in node:
        return _constant(node["A_Const"]), ""
    if "FuncCall" in node:
        return None, text.call(node["FuncCall"]["location"])
    return None, "CURRENT_TIMESTAMP" if "SQLValueFunction" in node else "?"


def _constant(node: Node) -> str | int | float | bool | None:
    if node.get("isnull"):
        return None
    for kind in ("sval", "boolval", "ival"):
        if kind in node:
            value: str | int | bool = node[kind].get(kind, {"sval": "", "boolval": False, "ival": 0}[kind])
            return value
    return str(node["fval"]["fval"]) if "fval" in node else None


def _type_name(node: Node) -> tuple[str, tuple[int, ...], str]:
    """Name, modifiers, and the schema with a dot where it is neither PostgreSQL's nor the default one."""
    names = _names(node["names"])
    modifiers = tuple(
        one["A_Const"]["ival"].get("ival", 0) for one in node.get("typmods", ()) if "ival" in one.get("A_Const", {})
    )
    schema = f"{names[0]}." if len(names) > 1 and names[0] not in {"pg_catalog", "public"} else ""
    return names[-1], modifiers, schema


def _relation(node: Node) -> str:
    return _qualified((node.get("schemaname", "public"), node["relname"]))


def _qualified(names: tuple[str, ...]) -> str:
    return ".".join(names).removeprefix("public.")


def _names(nodes: Iterator[Node] | tuple[Node, ...] | list[Node]) -> tuple[str, ...]:
    return tuple(node["String"].get("sval", "") for node in nodes)


_WHOLE = frozenset({"int2", "int4", "int8"})
_CONSTRAINTS: Mapping[str, Callable[[Node, PgText, tuple[str, ...], Place], Piece]] = {
    "CONSTR_UNIQUE": _unique,
    "CONSTR_CHECK": _check,
    "CONSTR_FOREIGN": _foreign_key,
    "CONSTR_EXCLUSION": _exclusion,
}
_READERS: Mapping[str, Callable[[Node, Place, PgText], Iterator[Found]]] = {
    "CreateStmt": _create_table,
    "AlterTableStmt": _alter_table,
    "IndexStmt": _create_index,
    "CreateEnumStmt": _create_enum,
    "ViewStmt": _create_view,
    "CreateTableAsStmt": _create_table_as,
    "CreateExtensionStmt": _create_extension,
    "CreateForeignTableStmt": _create_foreign_table,
}
