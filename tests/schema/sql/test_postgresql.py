"""What pg_dump writes."""

from __future__ import annotations

from dxscore.domain.schema import Column, ForeignKey, Index, IndexPart, Partition, Place
from dxscore.schema.sql import read_sql_schema

DUMP = r"""
\restrict abc
SET statement_timeout = 0;
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;
CREATE TYPE public.mood AS ENUM (
    'sad',
    'glad'
);
CREATE FUNCTION public.f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RETURN NEW; END; $$;
CREATE TABLE public.users (
    id bigint NOT NULL,
    email character varying(100) DEFAULT ''::character varying NOT NULL,
    age smallint DEFAULT '-1'::integer,
    price numeric(10,2),
    seen_at timestamp(6) without time zone DEFAULT now(),
    tags text[] DEFAULT '{}'::text[],
    mood public.mood,
    lower_email text GENERATED ALWAYS AS (lower((email)::text)) STORED,
    CONSTRAINT grown_up CHECK ((age > 17))
);
CREATE SEQUENCE public.users_id_seq START WITH 1;
ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE TABLE public.events (id bigint NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE public.events_1 (id bigint NOT NULL, at date NOT NULL);
ALTER TABLE ONLY public.events ATTACH PARTITION public.events_1 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
ALTER TABLE ONLY public.users ADD CONSTRAINT u UNIQUE (email) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.events
    ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES public.users(id) ON DELETE SET NULL NOT VALID;
CREATE UNIQUE INDEX i ON public.users USING btree (lower((email)::text) varchar_pattern_ops, age DESC)
    INCLUDE (price) WHERE (seen_at IS NULL);
CREATE MATERIALIZED VIEW public.totals AS SELECT 1 AS x WITH NO DATA;
CREATE INDEX of_view ON public.totals USING btree (x);
INSERT INTO "schema_migrations" (version) VALUES
('20260102000000'),
('20260101000000');
"""


def test_nothing_is_left_unread() -> None:
    schema = read_sql_schema(DUMP, "db/structure.sql")
    assert (schema.adapter, schema.unread) == ("postgresql", ())
    assert (schema.version, schema.versions) == ("20260102000000", ("20260101000000", "20260102000000"))


def test_columns_have_rails_types_and_defaults() -> None:
    users = read_sql_schema(DUMP, "db/structure.sql").tables["users"]
    assert users.columns == (
        Column("id", "bigint", null=False, automatic=True),
        Column("email", "string", limit=100, default="", null=False),
        Column("age", "integer", limit=2, default=-1),
        Column("price", "decimal", precision=10, scale=2),
        Column("seen_at", "datetime", precision=6, default_function="now()"),
        Column("tags", "text", array=True, default="{}"),
        Column("mood", "enum", enum="mood"),
        Column("lower_email", "text", generated="lower((email)::text)", stored=True),
    )
    assert users.primary_key == ("id",)


def test_constraints_and_indexes_are_read_with_their_lines() -> None:
    schema = read_sql_schema(DUMP, "db/structure.sql")
    users, events = schema.tables["users"], schema.tables["events"]
    assert [(check.name, check.expression) for check in users.checks] == [("grown_up", "(age > 17)")]
    assert [(one.columns, one.deferrable) for one in users.unique_constraints] == [(("email",), "deferred")]
    assert events.foreign_keys == (ForeignKey("fk", ("id",), "users", on_delete="nullify", validated=False),)
    assert users.indexes == (
        Index(
            "i",
            (
                IndexPart(expression="lower((email)::text)", opclass="varchar_pattern_ops"),
                IndexPart("age", descending=True),
            ),
            unique=True,
            where="(seen_at IS NULL)",
            using="btree",
            include=("price",),
        ),
    )
    assert users.at == Place("db/structure.sql", 12)


def test_partitions_views_and_enums_are_known() -> None:
    schema = read_sql_schema(DUMP, "db/structure.sql")
    assert schema.tables["events"].partitioned_by == "RANGE (at)"
    assert schema.tables["events_1"].partition == Partition("events", "FROM ('2026-01-01') TO ('2026-02-01')")
    assert schema.views["totals"].materialized
    assert schema.enums["mood"].values == ("sad", "glad")


def test_a_file_that_postgresql_refuses_is_unread() -> None:
    schema = read_sql_schema("SET x = 1;\nCREATE TABEL a (id bigint);", "db/structure.sql", "postgresql")
    assert (schema.tables, len(schema.unread)) == ({}, 1)
