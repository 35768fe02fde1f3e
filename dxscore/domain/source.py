"""What a scan reads: files, the places in them, and the files it could not see."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class FileKind(StrEnum):
    """How a file is read; part of its cache key, because the same bytes give other facts elsewhere."""

    RUBY = "ruby"
    RUBY_TEST = "ruby-test"
    """Ruby below spec/, test/ or features/: no method metrics, no duplication."""
    ERB = "erb"
    TODO = "todo"
    """A file in which another tool keeps accepted debt (.rubocop_todo.yml, package_todo.yml, brakeman.ignore ...)."""
    IMAGE = "image"
    """A Dockerfile or a compose file."""
    LOCKFILE = "lockfile"
    """A Gemfile.lock: read as a whole beside the files, listed so that findings can stand in it."""
    SCHEMA = "schema"
    """A structure.sql: read as a whole beside the files, listed so that findings can stand in it."""
    UNSEEN = "unseen"
    """A template language dxscore does not read yet (Haml, Slim): counted, so that the report can say so."""


class SourceFile(Struct, frozen=True):
    """One file to read; `blob` is the git blob id of its content, which is what facts are cached under."""

    path: str
    """Relative to the repository root, with forward slashes."""
    blob: str
    size: int
    """In bytes."""
    kind: FileKind


class Location(Struct, frozen=True, order=True):
    """A place in a file; lines and columns count from 1."""

    path: str
    line: int
    end_line: int
    column: int = 1


class Skip(Struct, frozen=True, order=True):
    """A file that was not (or not wholly) read, and why."""

    path: str
    reason: str
    """Short and stable: 'binary', 'too large', 'not UTF-8', 'vanished', 'link out of the tree', 'syntax error' ..."""
    detail: str = ""


class Unknown(Struct, frozen=True, order=True):
    """Something the scan can't say, and why: a dimension without evidence, ages without history."""

    subject: str
    reason: str
