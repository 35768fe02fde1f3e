from __future__ import annotations

import pytest

from dxscore.domain.entities import ENTITIES
from dxscore.facts.errors import UnreadableSource
from dxscore.facts.images import image_entities


def _images(text: str, path: str = "Dockerfile") -> list[tuple[int, str, str, str]]:
    """Line, name, tag, stage of each image."""
    found = ((image.line, image.attributes) for image in image_entities(text.encode(), path))
    return [(line, str(said["name"]), str(said["tag"]), str(said["stage"])) for line, said in found]


def test_the_stages_of_a_dockerfile() -> None:
    text = """\
# syntax=docker/dockerfile:1
ARG RUBY_VERSION=3.4.1
ARG BASE="ghcr.io/acme/ruby:$RUBY_VERSION"
FROM --platform=$BUILDPLATFORM docker.io/library/ruby:${RUBY_VERSION}-slim AS base
FROM base AS build
RUN bundle install
FROM ${BASE} as Development
COPY --from=build /app /app
FROM node:${NODE_VERSION:-22} AS test
FROM build
from scratch
"""
    assert _images(text) == [
        (4, "docker.io/library/ruby", "3.4.1-slim", ""),
        (7, "ghcr.io/acme/ruby", "3.4.1", "development"),
        (9, "node", "22", "test"),
    ]


def test_stages_by_number_are_no_images() -> None:
    assert _images("FROM ruby:3.4\nFROM 0\n") == [(1, "ruby", "3.4", "")]


def test_unknown_variables_leave_the_image_out() -> None:
    assert _images("ARG BASE\nFROM $BASE\nFROM ruby:${VERSION}\nFROM <%= image %>\nFROM ruby:3\n") == [
        (5, "ruby", "3", "")
    ]


def test_arguments_below_the_first_stage_do_not_reach_from() -> None:
    assert _images("FROM ruby:3.4\nARG TAG=9\nFROM debian:$TAG\n") == [(1, "ruby", "3.4", "")]


@pytest.mark.parametrize(
    ("base", "name", "tag"),
    [
        ("ruby", "ruby", ""),
        ("localhost:5000/ruby", "localhost:5000/ruby", ""),
        ("localhost:5000/ruby:3.4@sha256:ab", "localhost:5000/ruby", "3.4"),
        ("ruby@sha256:ab", "ruby", ""),
    ],
)
def test_names_and_tags(base: str, name: str, tag: str) -> None:
    assert _images(f"FROM {base}\n") == [(1, name, tag, "")]


def test_continued_lines_and_here_documents() -> None:
    text = """\
FROM \\
  # the base
  ruby:3.4 \\

  AS app
RUN <<EOF
FROM not-an-image
EOF
RUN <<-"ONE" cat && cat <<TWO
FROM no
\tONE
FROM nor-this
TWO
FROM debian:12
"""
    assert _images(text) == [(1, "ruby", "3.4", ""), (14, "debian", "12", "")]


def test_another_escape_sign() -> None:
    assert _images("# escape=`\nFROM `\n ruby:3.4\n") == [(2, "ruby", "3.4", "")]


@pytest.mark.parametrize(
    ("path", "stage"),
    [
        ("Dockerfile", ""),
        ("Dockerfile.dev", "development"),
        ("docker/test/Dockerfile", "test"),
        (".devcontainer/Dockerfile", "development"),
        ("docker/production/web.Dockerfile", "production"),
        ("docker/test/Dockerfile.prod", "production"),
        ("docker/device/Dockerfile", ""),
    ],
)
def test_the_file_tells_the_stage(path: str, stage: str) -> None:
    assert _images("FROM ruby:3.4\n", path) == [(1, "ruby", "3.4", stage)]


def test_the_name_of_the_stage_outweighs_the_file() -> None:
    assert _images("FROM ruby:3.4 AS production\n", "Dockerfile.dev") == [(1, "ruby", "3.4", "production")]


COMPOSE = """\
services:
  app:
    build: {context: ., dockerfile: Dockerfile.dev}
    image: acme/app
  db:
    image: postgres:${PG:-16}
  redis:
    image: "redis"
volumes:
  image: x
"""


@pytest.mark.parametrize(
    ("path", "stage"),
    [
        ("docker-compose.yml", ""),
        ("docker-compose.override.yml", "development"),
        (".devcontainer/compose.yaml", "development"),
        ("docker/docker-compose-test-and-ci.yml", "test"),
        ("compose.prod.yml", "production"),
    ],
)
def test_compose_services_without_those_built_here(path: str, stage: str) -> None:
    assert _images(COMPOSE, path) == [(6, "postgres", "16", stage), (8, "redis", "", stage)]


def test_compose_of_the_first_version_had_services_at_the_top() -> None:
    assert _images("db:\n  image: mysql:8\nweb:\n  build: .\n", "docker-compose.yml") == [(2, "mysql", "8", "")]


def test_broken_compose_is_unreadable() -> None:
    with pytest.raises(UnreadableSource):
        image_entities(b"services: [", "compose.yml")


def test_entities_have_exactly_the_attributes_of_their_kind() -> None:
    (image,) = image_entities(b"FROM ruby:3.4 AS app", "Dockerfile")

    assert image.symbol == "app"
    assert image.attributes["base"] == "ruby:3.4"
    assert image.attributes["differs_from"] == ""
    assert set(image.attributes) == set(ENTITIES["image"])


@pytest.mark.parametrize("source", [b"", b"\xff\xfe\x00FROM", b"FROM\n", b"FROM \\", b"RUN <<EOF\nno end"])
def test_odd_dockerfiles_give_nothing(source: bytes) -> None:
    assert image_entities(source, "Dockerfile") == ()
