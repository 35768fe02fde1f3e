from __future__ import annotations

import pytest

from dxscore.program.entries.hooks import chain_of, names_used
from tests.program.programs import program_of


def _around(code: str, action: str = "show", name: str = "ShopsController") -> list[str]:
    return [f"{hook.kind} {hook.method or '?'}" for hook in chain_of(program_of(code), name).around(action)]


@pytest.mark.parametrize(
    ("body", "hooks"),
    [
        ("before_action :a, :b", ["before a", "before b"]),
        ("before_action :a, only: [:index]", []),
        ("before_action :a, except: :show", []),
        ("ONLY = %i[show]\nbefore_action :a, only: ONLY", ["before a"]),
        ("before_action :a\nprepend_before_action :b", ["before b", "before a"]),
        ("after_action :a\nafter_action :b", ["after b", "after a"]),
        ("around_action :a", ["around a"]),
        ("before_action { x }", ["before ?"]),
        ("before_action :a\nskip_before_action :a", []),
        ("before_action :a\nskip_before_action :a, only: :show", []),
        ("before_action :a\nskip_before_action :a, only: :index", ["before a"]),
        ("before_action :a\nskip_before_action :a, except: :show", ["before a"]),
        ("before_action :a, only: :show\nbefore_action :a, only: :index", []),
        ("before_filter :a", ["before a"]),
        ("rescue_from Gone, with: :gone\nbefore_action :a", ["before a", "rescue gone"]),
        ("before_action :a, only: worked_out", ["before a"]),
        ("def self.secure(*names, **options) = before_action(:a, **options)\nsecure only: :show", ["before a"]),
    ],
)
def test_filters_of_an_action(body: str, hooks: list[str]) -> None:
    assert _around(f"class ShopsController < ActionController::Base\n{body}\nend") == hooks


def test_filters_are_inherited_and_come_with_concerns() -> None:
    code = """
      module Secured
        extend ActiveSupport::Concern
        included { before_action :log_in }
      end
      class ApplicationController < ActionController::Base
        before_action :first
      end
      class ShopsController < ApplicationController
        include Secured
        skip_before_action :first, if: :internal?
      end
    """
    hooks = chain_of(program_of(code), "ShopsController").around("show")
    assert [(hook.method, hook.conditional, hook.written_in) for hook in hooks] == [
        ("first", True, "ApplicationController"),
        ("log_in", False, "Secured"),
    ]


def test_methods_that_macros_name_are_no_actions() -> None:
    code = "class ShopsController\nbefore_action :a, if: :b\nhelper_method :c\nrescue_from X, with: :d\nend"
    assert names_used(program_of(code), "ShopsController") >= {"a", "b", "c", "d"}
