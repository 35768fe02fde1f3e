"""What mysqldump and sqlite3 write."""

from __future__ import annotations

from dxscore.domain.schema import Check, Column, ForeignKey, Index, IndexPart, UniqueConstraint
from dxscore.schema.sql import read_sql_schema

MYSQL = r"""
/*!40101 SET NAMES utf8 */;
DROP TABLE IF EXISTS `a`;
CREATE TABLE `a` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `s` varchar(100) COLLATE utf8mb4_bin NOT NULL DEFAULT 'it''s; (fine)' COMMENT 'x, y',
  `n` int(11) DEFAULT '3',
  `flag` tinyint(1) NOT NULL DEFAULT '1',
  `price` decimal(10,2) DEFAULT '0.00',
  `body` mediumtext,
  `g` varchar(10) GENERATED ALWAYS AS (lower(`s`)) VIRTUAL,
  `e` enum('new','old') DEFAULT NULL,
  `at` datetime(6) DEFAULT CURRENT_TIMESTAMP(6),
  `place` point NOT NULL /*!80003 SRID 4326 */,
  PRIMARY KEY (`id`),
  UNIQUE KEY `u` (`s`(10),`n` DESC) USING BTREE,
  KEY `f` ((lower(`s`))),
  FULLTEXT KEY `ft` (`body`),
  CONSTRAINT `fk` FOREIGN KEY (`n`) REFERENCES `b` (`id`) ON DELETE CASCADE,
  CONSTRAINT `chk` CHECK ((`n` > 0)) /*!80016 NOT ENFORCED */
) ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
/*!50100 PARTITION BY RANGE (`id`)
(PARTITION p0 VALUES LESS THAN (6) ENGINE = InnoDB) */;
/*!50001 CREATE ALGORITHM=UNDEFINED */
/*!50001 VIEW `v` AS select 1 AS `x` */;
DELIMITER ;;
/*!50003 CREATE*/ /*!50003 TRIGGER `t` BEFORE INSERT ON `a` FOR EACH ROW begin set new.s = 1; end */;;
DELIMITER ;
INSERT INTO `schema_migrations` (version) VALUES
('20230405115307');
"""

SQLITE = """
CREATE TABLE IF NOT EXISTS "schema_migrations" ("version" varchar NOT NULL PRIMARY KEY);
CREATE TABLE sqlite_sequence(name,seq);
CREATE TABLE IF NOT EXISTS "posts" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
 "title" varchar(50) COLLATE "NOCASE",
 "user_id" integer NOT NULL, "draft" boolean DEFAULT 0 NOT NULL, UNIQUE ("title"), CONSTRAINT "fk_1"
FOREIGN KEY ("user_id")
  REFERENCES "users" ("id") ON DELETE SET NULL
);
CREATE UNIQUE INDEX "i" ON "posts" ("user_id", "title") WHERE draft = 0 /*application='Blog'*/;
CREATE TRIGGER t AFTER INSERT ON posts BEGIN UPDATE posts SET draft = 1; DELETE FROM posts; END;
CREATE VIEW drafts AS SELECT * FROM posts;
"""


def test_columns_of_mysql() -> None:
    table = read_sql_schema(MYSQL, "db/structure.sql").tables["a"]
    assert table.columns == (
        Column("id", "bigint", null=False, unsigned=True, automatic=True),
        Column("s", "string", 100, null=False, default="it's; (fine)", collation="utf8mb4_bin", comment="x, y"),
        Column("n", "integer", default=3),
        Column("flag", "boolean", null=False, default=True),
        Column("price", "decimal", precision=10, scale=2, default="0.00"),
        Column("body", "text", limit=16_777_215),
        Column("g", "string", 10, generated="lower(`s`)"),
        Column("e", "enum", values=("new", "old")),
        Column("at", "datetime", precision=6, default_function="CURRENT_TIMESTAMP(6)"),
        Column("place", "point", null=False),
    )
    assert (table.primary_key, table.collation) == (("id",), "utf8mb4_unicode_ci")


def test_indexes_and_constraints_of_mysql() -> None:
    table = read_sql_schema(MYSQL, "db/structure.sql").tables["a"]
    assert table.indexes == (
        Index("f", (IndexPart(expression="(lower(`s`))"),)),
        Index("ft", (IndexPart("body"),), using="fulltext"),
        Index("u", (IndexPart("s", length=10), IndexPart("n", descending=True)), unique=True, using="btree"),
    )
    assert table.foreign_keys == (ForeignKey("fk", ("n",), "b", on_delete="cascade"),)
    assert table.checks == (Check("chk", "(`n` > 0)", validated=False),)
    assert table.partitioned_by.startswith("RANGE (`id`)")


def test_nothing_of_mysql_is_left_unread() -> None:
    schema = read_sql_schema(MYSQL, "db/structure.sql")
    assert (schema.adapter, schema.unread, [*schema.views], schema.version) == ("mysql", (), ["v"], "20230405115307")


def test_tables_of_sqlite() -> None:
    schema = read_sql_schema(SQLITE, "db/structure.sql")
    table = schema.tables["posts"]
    assert (schema.adapter, schema.unread, [*schema.views]) == ("sqlite", (), ["drafts"])
    assert table.columns == (
        Column("id", "integer", null=False, automatic=True),
        Column("title", "string", 50, collation="NOCASE"),
        Column("user_id", "integer", null=False),
        Column("draft", "boolean", null=False, default=False),
    )
    assert table.foreign_keys == (ForeignKey("fk_1", ("user_id",), "users", on_delete="nullify"),)
    assert table.unique_constraints == (UniqueConstraint("", ("title",)),)
    assert table.indexes == (Index("i", (IndexPart("user_id"), IndexPart("title")), unique=True, where="draft = 0"),)


def test_lines_are_those_of_the_definitions() -> None:
    table = read_sql_schema(MYSQL, "db/structure.sql").tables["a"]
    column = table.column("n")
    assert (table.at.line, column.at.line if column else 0, table.foreign_keys[0].at.line) == (4, 7, 19)


def test_a_statement_of_another_kind_is_listed() -> None:
    schema = read_sql_schema("CREATE TABLE `a` (`id` int);\nFROBNICATE `a`;", "db/structure.sql", "mysql")
    assert [(each.at.line, each.text) for each in schema.unread] == [(2, "FROBNICATE `a`")]
