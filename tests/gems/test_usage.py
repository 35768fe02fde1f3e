from __future__ import annotations

import pytest

from dxscore.domain.facts import FileFacts
from dxscore.domain.source import FileKind
from dxscore.facts.extract import extract
from dxscore.facts.matching.program import compile_program
from dxscore.gems.usage import Usage, acts_unnamed, constant_keys, opens, plugs_into
from tests.gems.support import by_name, direct, locked


def _facts(code: str) -> FileFacts:
    return extract(code.encode(), FileKind.RUBY, compile_program([]), "app/a.rb")


def _usage(code: str, *gems: str) -> Usage:
    return Usage({"app/a.rb": _facts(code)}, frozenset(gems))


@pytest.mark.parametrize(
    ("gem", "code"),
    [
        ("rack-attack", "Rack::Attack.throttle('a')"),
        ("httparty", "class Api\n  include HTTParty\nend"),
        ("aws-sdk-s3", "Aws::S3::Client.new"),
        ("ruby-openai", "OpenAI::Client.new"),
        ("google-cloud-storage", "require 'google/cloud/storage'"),
        ("net-ldap", "require 'net/ldap'"),
        ("kaminari", "class Post < ApplicationRecord\n  paginates_per 50\nend"),
        ("jwt", "rescue JWT::DecodeError"),
        ("will_paginate", "class Post < WillPaginate::Base\nend"),
        ("stripe-rails", "Stripe::Charge.create"),
    ],
)
def test_code_that_names_a_gem(gem: str, code: str) -> None:
    code = f"begin\n{code}\nend" if code.startswith("rescue") else code
    assert _usage(code, gem).files(gem) == {"app/a.rb"}


@pytest.mark.parametrize(
    ("gem", "code"),
    [
        ("rack-attack", "Rack::Builder.new"),
        ("aws-sdk-s3", "Aws::SES::Client.new"),
        ("stripe", "Striped.new"),
        ("kaminari", "post.paginates_per 50"),
        ("net-ldap", "require 'net/http'"),
        ("jwt", '"JWT"'),
    ],
)
def test_code_that_names_something_else(gem: str, code: str) -> None:
    assert not _usage(code, gem).files(gem)


def test_a_class_of_the_project_may_bear_the_name_of_a_gem() -> None:
    usage = _usage("module Money\n  class Rate\n  end\nend", "money", "rack")
    assert (usage.is_defined_here("money"), usage.is_defined_here("rack")) == (True, False)


def test_what_names_no_gem_makes_no_difference() -> None:
    before = _usage("Rack::Attack.throttle('a')\nShop.open", "rack-attack")
    assert before.named == _usage("Shop.close(3)\nRack::Attack.throttle('b')", "rack-attack").named
    assert before.named != _usage("Shop.open", "rack-attack").named
    assert before.named != _usage("module Rack::Attack\nend\nRack::Attack.throttle('a')", "rack-attack").named


def test_constants_of_a_gem_follow_from_its_name() -> None:
    assert constant_keys("activerecord-import") == {"activerecord::import"}
    assert {"mailchimp"} <= constant_keys("mailchimp-ruby")


@pytest.mark.parametrize(
    ("name", "needs"),
    [
        ("pg", ()),
        ("ace-rails-ap", ()),
        ("select2-rails", ()),
        ("rubocop-acme", ()),
        ("acme-adapter", ()),
        ("acme", ("railties (>= 6)",)),
        ("acme", ("rack (>= 2)",)),
    ],
)
def test_some_gems_work_without_being_named(name: str, needs: tuple[str, ...]) -> None:
    assert acts_unnamed(locked(name, "1.0", *needs), direct(name), name)


def test_a_gem_that_depends_on_nothing_is_named_where_it_is_used() -> None:
    assert not acts_unnamed(locked("acme", "1.0", "json (>= 2)"), direct("acme"), "acme")


@pytest.mark.parametrize("name", ["devise-acme", "acme", "omniauth-acme"])
def test_a_gem_may_extend_another(name: str) -> None:
    gems = by_name(locked("devise", "4.9"), locked("warden", "1.2"), locked("omniauth-oauth2", "1.0"))
    needs = {"acme": "warden", "omniauth-acme": "omniauth-oauth2"}.get(name, "json")
    assert plugs_into(locked(name, "1.0", needs), gems, {"warden"})


def test_a_gem_that_stands_alone_extends_nothing() -> None:
    assert not plugs_into(locked("acme", "1.0", "json"), by_name(locked("devise", "4.9")), {"devise"})


@pytest.mark.parametrize(
    ("gem", "name", "is_its_own"),
    [
        ("makara", "Makara", True),
        ("react_on_rails", "ReactOnRails::Helper", True),
        ("doorkeeper", "VisibleScopes", False),
        ("rack-attack", "Rack::Attack", True),
        ("rack-attack", "Rack", False),
    ],
)
def test_who_opens_a_module_of_a_gem_patches_it(gem: str, name: str, is_its_own: bool) -> None:
    assert opens(name, gem) is is_its_own
