from __future__ import annotations

import pytest

from dxscore.rubygems.bundler_settings import BundlerSettings, merged_settings


def _of(user: str = "", project: str = "", **environ: str) -> BundlerSettings:
    return merged_settings(user, environ, project)


@pytest.mark.parametrize(
    "line",
    [
        'BUNDLE_MY__GEM___HOST__COM: "jane:secret"',
        "BUNDLE_MY__GEM___HOST__COM: jane:secret",
        "BUNDLE_MY__GEM-HOST__COM: 'jane:secret'",
        "BUNDLE_MY.GEM-HOST.COM: jane:secret",
        'BUNDLE_HTTPS://MY__GEM___HOST__COM/: "jane:secret"',
        'BUNDLE_HTTPS://MY__GEM___HOST__COM: "jane:secret"',
    ],
)
def test_credentials_stand_under_the_host_or_the_address(line: str) -> None:
    settings = _of(f"---\n{line}\nBUNDLE_WITHOUT: development\n")
    assert settings.credentials("https://my.gem-host.com/") == "jane:secret"
    assert settings.credentials("https://my.gem-host.com") == "jane:secret"
    assert settings.credentials("https://other.example/") == ""


def test_the_address_is_stronger_than_the_host() -> None:
    settings = _of('BUNDLE_A__EXAMPLE: "host"\nBUNDLE_HTTPS://A__EXAMPLE/GEMS/: "path"')
    assert settings.credentials("https://a.example/gems/") == "path"
    assert settings.credentials("https://a.example/") == "host"


def test_the_project_is_stronger_than_the_environment_and_that_than_the_user() -> None:
    user, project = 'BUNDLE_A__EXAMPLE: "user"', 'BUNDLE_A__EXAMPLE: "project"'
    server = "https://a.example/"
    assert _of(user).credentials(server) == "user"
    assert _of(user, BUNDLE_A__EXAMPLE="environment").credentials(server) == "environment"
    assert _of(user, project, BUNDLE_A__EXAMPLE="environment").credentials(server) == "project"


def test_a_mirror_of_one_server_of_a_host_or_of_all() -> None:
    one = _of('BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/: "https://mirror.example/"')
    assert one.mirror("https://rubygems.org") == one.mirror("https://rubygems.org/") == "https://mirror.example/"
    assert one.mirror("https://other.example/") == "https://other.example/"
    assert _of(BUNDLE_MIRROR__RUBYGEMS__ORG="https://m.example").mirror("https://rubygems.org/") == "https://m.example"
    everything = _of(BUNDLE_MIRROR__ALL="https://m.example", BUNDLE_MIRROR__RUBYGEMS__ORG="https://other.example")
    assert everything.mirror("https://rubygems.org/") == "https://m.example"


def test_lists_and_other_variables_are_left_alone() -> None:
    settings = _of('BUNDLE_WITHOUT:\n  - "development"\n  - "test"\nBUNDLE_A__EXAMPLE: "x"\n', PATH="/bin")
    assert set(settings.values) == {"BUNDLE_WITHOUT", "BUNDLE_A__EXAMPLE"}


def test_settings_show_no_secret() -> None:
    assert "secret" not in repr(_of('BUNDLE_A__EXAMPLE: "jane:secret"'))
