from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest

from dxscore.domain.gems import FigureSource, Release
from dxscore.inputs.gems.bundler_cache import BundlerCache, find_bundler_cache
from dxscore.rubygems.bundler_settings import BundlerSettings

_RUBYGEMS = "https://rubygems.org/"
_SLUG = "rubygems.org.443.29b0360b937aa4d161703e6160654e47"
"""The folder that Bundler makes for rubygems.org."""


def _server(cache: Path, slug: str = _SLUG, **infos: str) -> Path:
    folder = cache / "compact_index" / slug
    (folder / "info").mkdir(parents=True)
    (folder / "info-special-characters").mkdir()
    for name, text in infos.items():
        (folder / "info" / name).write_text(text)
    (folder / "versions").write_text("---\n")
    os.utime(folder / "versions", (1780000000, 1780000000))
    return folder


def _found(server: str, home: Path, **environ: str) -> BundlerCache:
    return find_bundler_cache([server], BundlerSettings(), environ, home)


def test_releases_are_read_from_bundlers_files(tmp_path: Path) -> None:
    _server(tmp_path / ".bundle" / "cache", rack="---\n3.1.7 |checksum:aa,created_at:2024-07-11T08:00:00Z\n")
    cache = _found(_RUBYGEMS, tmp_path)
    assert cache.releases("rack") == (Release("3.1.7", released=date(2024, 7, 11), checksum="aa"),)
    assert cache.releases("never-heard-of") is None
    assert cache.evidence == FigureSource("Bundler's cache", date(2026, 5, 28))


def test_a_name_with_capitals_or_dots_lies_elsewhere(tmp_path: Path) -> None:
    folder = _server(tmp_path / ".bundle" / "cache")
    (folder / "info-special-characters" / "RedCloth-82ef73fda283efd18b8d62c2d5ccad98").write_text("---\n4.3 |\n")
    assert _found(_RUBYGEMS, tmp_path).releases("RedCloth") == (Release("4.3"),)


@pytest.mark.parametrize(
    ("server", "slug"),
    [
        ("https://rubygems.org", _SLUG),
        ("https://gems.example.com:8443/private/", "gems.example.com.8443.43924526d3f796516352c3397df05b82"),
        ("https://jane:secret@gems.example.com/", "gems.example.com.jane.443.951bb41bc3d93dc033e10169324d697c"),
        ("http://localhost/", "localhost.80.98e883b2ffb601801e543f019a35e916"),
        ("https://Gems.Example.com/a/", "Gems.Example.com.443.a18684baf7ada92887e00785c9dfef61"),
    ],
)
def test_each_server_has_the_folder_that_bundler_gives_it(tmp_path: Path, server: str, slug: str) -> None:
    _server(tmp_path / ".bundle" / "cache", slug, rack="---\n1.0 |\n")
    assert _found(server, tmp_path).releases("rack") == (Release("1.0"),)


def test_who_bundler_asks_as_is_part_of_the_folders_name(tmp_path: Path) -> None:
    slug = "gems.example.com.jane.443.951bb41bc3d93dc033e10169324d697c"
    _server(tmp_path / ".bundle" / "cache", slug, rack="---\n1.0 |\n")
    asked = {"BUNDLE_GEMS__EXAMPLE__COM": "jane:secret"}
    mirrored = {**asked, "BUNDLE_MIRROR__GEMS__EXAMPLE__COM": "https://mirror.example/"}
    for settings, known in ((asked, True), ({}, False), (mirrored, False)):
        cache = find_bundler_cache(["https://gems.example.com/"], BundlerSettings(settings), {}, tmp_path)
        assert (cache.releases("rack") is not None) is known


def test_where_bundler_keeps_it_can_be_named(tmp_path: Path) -> None:
    _server(tmp_path / "home" / "cache", rack="---\n1.0 |\n")
    assert _found(_RUBYGEMS, tmp_path, BUNDLE_USER_HOME=str(tmp_path / "home")).releases("rack")
    assert _found(_RUBYGEMS, tmp_path, BUNDLE_USER_CACHE=str(tmp_path / "home" / "cache")).releases("rack")
    assert _found(_RUBYGEMS, tmp_path).evidence is None


def test_the_first_server_that_has_the_gem_is_believed(tmp_path: Path) -> None:
    cache = tmp_path / ".bundle" / "cache"
    _server(cache, rack="---\n1.0 |\n")
    found = find_bundler_cache(["https://other.example/", _RUBYGEMS], BundlerSettings(), {}, tmp_path)
    assert found.releases("rack") == (Release("1.0"),)


@pytest.mark.parametrize("text", ["<html>", "---\n\x00"])
def test_a_damaged_file_is_unknown(tmp_path: Path, text: str) -> None:
    _server(tmp_path / ".bundle" / "cache", rack=text)
    assert _found(_RUBYGEMS, tmp_path).releases("rack") is None


def test_a_name_leads_nowhere_else(tmp_path: Path) -> None:
    _server(tmp_path / ".bundle" / "cache")
    assert _found(_RUBYGEMS, tmp_path).releases("../versions") is None


def test_a_file_that_bundler_would_fetch_anew_is_unknown(tmp_path: Path) -> None:
    folder = _server(tmp_path / ".bundle" / "cache", rack="---\n1.0 |\n", mail="---\n2.8 |\n")
    digest = hashlib.md5(b"---\n1.0 |\n").hexdigest()
    (folder / "versions").write_text(f"---\nrack 1.0 {digest}\nmail 2.8,2.9 {digest}\n")
    cache = _found(_RUBYGEMS, tmp_path)
    assert cache.releases("rack") == (Release("1.0"),)
    assert cache.releases("mail") is None


def test_yanks_that_the_list_of_versions_remembers_are_told(tmp_path: Path) -> None:
    folder = _server(tmp_path / ".bundle" / "cache", rack="---\n1.0 |\n")
    (folder / "versions").write_text("---\nrack 1.0,1.1-java\nrack -1.1-java\n")
    assert _found(_RUBYGEMS, tmp_path).releases("rack") == (Release("1.0"), Release("1.1", "java", yanked=True))


def test_without_a_list_of_versions_nothing_is_known(tmp_path: Path) -> None:
    folder = _server(tmp_path / ".bundle" / "cache", rack="---\n1.0 |\n")
    (folder / "versions").unlink()
    assert _found(_RUBYGEMS, tmp_path).releases("rack") is None
