"""Small programs as texts -> the profile of one of their entry points."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from dxscore.access.profiles import profiles_of
from dxscore.access.world import World
from dxscore.domain.access import Effect, EntryProfile, Kind
from dxscore.domain.source import FileKind
from dxscore.facts.lowering import lower
from dxscore.program.entries.templates import HANDLERS
from dxscore.program.entry_points import find_entry_points
from dxscore.program.index import build_program
from dxscore.program.inflections import read_inflections
from dxscore.program.models import build_models
from dxscore.program.routes import read_routes

SHOP = {
    "config/routes.rb": """
        Rails.application.routes.draw do
          resources :orders
        end
    """,
    "config/application.rb": """
        module Shop
          class Application < Rails::Application
            config.load_defaults 7.0
          end
        end
    """,
    "app/models/application_record.rb": """
        class ApplicationRecord < ActiveRecord::Base
          self.abstract_class = true
        end
    """,
    "app/models/customer.rb": """
        class Customer < ApplicationRecord
          has_many :orders
        end
    """,
    "app/models/item.rb": """
        class Item < ApplicationRecord
          belongs_to :order, optional: true
        end
    """,
    "app/models/order.rb": """
        class Order < ApplicationRecord
          belongs_to :customer, optional: true
          has_many :items
          scope :open, -> { where(closed: false) }
        end
    """,
    "app/controllers/application_controller.rb": """
        class ApplicationController < ActionController::Base
        end
    """,
}
"""A customer has orders, an order has items; none of them has a callback."""


def profiles(files: Mapping[str, str], rails: tuple[int, ...] = (7, 0)) -> Mapping[str, EntryProfile]:
    """By name; `files` are added to those of SHOP or replace them."""
    texts = {path: dedent(text).encode() for path, text in {**SHOP, **files}.items()}
    code = {path: lower(text, FileKind.ERB if path.endswith(".erb") else FileKind.RUBY) for path, text in texts.items()}
    templates = {path: each for path, each in code.items() if path.rpartition(".")[2] in HANDLERS}
    ruby = {path: each for path, each in code.items() if path not in templates}
    program = build_program(ruby)
    inflections = read_inflections(program)
    points = find_entry_points(program, read_routes(ruby, inflections), ruby, [*texts], inflections)
    world = World(program, build_models(program, inflections), templates, rails=rails)
    return {profile.name: profile for profile in profiles_of(world, points)}


def action(body: str, files: Mapping[str, str] | None = None, rails: tuple[int, ...] = (7, 0)) -> EntryProfile:
    """Of `orders#index` with this body."""
    lines = "\n".join(f"    {line}" for line in dedent(body).strip().splitlines())
    controller = f"class OrdersController < ApplicationController\n  def index\n{lines}\n  end\nend\n"
    given = {"app/controllers/orders_controller.rb": controller, **(files or {})}
    return profiles(given, rails)["orders#index"]


def found(profile: EntryProfile, *kinds: Kind) -> set[tuple[str, str]]:
    """Target and operation of each effect."""
    return {(effect.target, effect.operation) for effect in profile.of(*kinds)}


def read(body: str, files: Mapping[str, str] | None = None) -> set[tuple[str, str]]:
    """What an action with this body reads: table and how much of it."""
    return found(action(body, files), Kind.READ)


def written(body: str, files: Mapping[str, str] | None = None) -> set[tuple[str, str]]:
    """What an action with this body writes: table and operation."""
    return found(action(body, files), Kind.WRITE)


def one(profile: EntryProfile, kind: Kind, target: str = "") -> Effect:
    """The only effect of a kind (on a target)."""
    [effect] = [each for each in profile.of(kind) if not target or each.target == target]
    return effect
