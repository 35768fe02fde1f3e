"""Templates, partials, layouts and helpers are run like methods."""

from __future__ import annotations

from collections.abc import Mapping

from dxscore.domain.access import EntryProfile, Phase
from tests.access.programs import profiles


def index(body: str, files: Mapping[str, str]) -> EntryProfile:
    controller = f"class OrdersController < ApplicationController\n  def index\n    {body}\n  end\nend"
    return profiles({"app/controllers/orders_controller.rb": controller, **files})["orders#index"]


def test_a_relation_is_read_where_the_view_looks_at_it() -> None:
    view = "<% @orders.each do |order| %><%= order.id %><% end %>"
    profile = index("@orders = Order.open", {"app/views/orders/index.html.erb": view})
    [effect] = profile.reads
    assert (effect.target, effect.phase) == ("orders", Phase.VIEW)
    assert str(effect.path[-1]) == "app/views/orders/index.html.erb:1"


def test_a_relation_that_nothing_looks_at_is_not_read() -> None:
    assert index("@orders = Order.open", {"app/views/orders/index.html.erb": "none"}).reads == ()


def test_partials_get_their_locals() -> None:
    files = {
        "app/views/orders/index.html.erb": '<%= render "row", order: @order %>',
        "app/views/orders/_row.html.erb": "<%= order.customer.name %>",
    }
    profile = index("@order = Order.first", files)
    assert [effect.target for effect in profile.reads] == ["orders", "customers"]


def test_a_partial_per_row_makes_a_suspect() -> None:
    files = {
        "app/views/orders/index.html.erb": "<%= render @orders %>",
        "app/views/orders/_order.html.erb": "<%= order.customer.name %>",
    }
    profile = index("@orders = Order.limit(5)", files)
    assert [effect.target for effect in profile.n_plus_one] == ["customers"]


def test_a_collection_under_another_name() -> None:
    files = {
        "app/views/orders/index.html.erb": '<%= render partial: "row", collection: @orders, as: :each %>',
        "app/views/orders/_row.html.erb": "<%= each.customer.name %>",
    }
    profile = index("@orders = Order.all", files)
    assert {effect.target for effect in profile.reads} == {"orders", "customers"}


def test_helpers_and_methods_that_the_controller_shows() -> None:
    files = {
        "app/helpers/orders_helper.rb": "module OrdersHelper\n  def best\n    Item.first\n  end\nend",
        "app/controllers/application_controller.rb": """
            class ApplicationController < ActionController::Base
              helper_method :visitor

              def visitor
                @visitor ||= Customer.first
              end
            end
        """,
        "app/views/orders/index.html.erb": "<%= best.name %><%= visitor.name %>",
    }
    assert {effect.target for effect in index("", files).reads} == {"items", "customers"}


def test_the_layout_is_a_phase_of_its_own() -> None:
    files = {
        "app/views/orders/index.html.erb": "x",
        "app/views/layouts/application.html.erb": "<%= Customer.count %><%= yield %>",
    }
    [effect] = index("", files).reads
    assert effect.phase is Phase.LAYOUT


def test_another_template_by_name() -> None:
    files = {"app/views/orders/list.html.erb": "<%= Item.count %>", "app/views/orders/index.html.erb": "x"}
    assert [effect.target for effect in index("render :list", files).reads] == ["items"]


def test_json_asks_a_record_for_its_hash() -> None:
    files = {
        "app/models/order.rb": """
            class Order < ApplicationRecord
              belongs_to :customer, optional: true

              def as_json(*)
                { name: customer.name }
              end
            end
        """
    }
    assert {effect.target for effect in index("render json: Order.first", files).reads} == {"orders", "customers"}
    assert [effect.target for effect in index("render json: Order.all", files).n_plus_one] == ["customers"]


def test_json_is_made_by_the_serializer_of_a_record() -> None:
    files = {
        "app/serializers/order_serializer.rb": """
            class OrderSerializer < ActiveModel::Serializer
              attributes :id, :total
              belongs_to :customer

              def total
                object.items.sum(:price)
              end
            end
        """
    }
    assert {(effect.target, effect.operation) for effect in index("render json: Order.first", files).reads} == {
        ("orders", "one"),
        ("items", "aggregate"),
        ("customers", "one"),
    }


def test_addresses_ask_records_for_their_parameter() -> None:
    files = {
        "app/models/order.rb": """
            class Order < ApplicationRecord
              belongs_to :customer, optional: true

              def to_param
                customer.name
              end
            end
        """,
        "app/views/orders/index.html.erb": "<%= link_to 'x', order_path(@order) %>",
    }
    assert {effect.target for effect in index("@order = Order.first", files).reads} == {"orders", "customers"}
