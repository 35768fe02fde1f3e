"""What Rails calls things: macros by family, roles by folder, the constants of Ruby and Rails that apps reopen.

Sources: the Active Record callbacks, Action Controller overview, Active Record associations and autoloading guides of
Rails 7.1, and the core classes of Ruby 3.3.
"""

from __future__ import annotations

import re

CALLBACKS = frozenset(
    f"{when}_{event}"
    for when in ("before", "around", "after")
    for event in ("validation", "save", "create", "update", "destroy", "commit", "rollback", "touch")
) | {
    "after_initialize",
    "after_find",
    "after_create_commit",
    "after_update_commit",
    "after_destroy_commit",
    "after_save_commit",
}

FILTERS = frozenset(
    f"{prefix}{when}_action" for prefix in ("", "prepend_", "append_") for when in ("before", "around", "after")
)

ASSOCIATIONS = frozenset({"belongs_to", "has_one", "has_many", "has_and_belongs_to_many"})

MIXINS = frozenset({"include", "extend", "prepend"})

_ROLE = re.compile(r"(?:^|/)app/([a-z_]+)/")
_ROLES = {
    "channels": "channel",
    "components": "component",
    "controllers": "controller",
    "helpers": "helper",
    "jobs": "job",
    "sidekiq": "job",
    "workers": "job",
    "mailers": "mailer",
    "models": "model",
    "policies": "policy",
    "presenters": "presenter",
    "queries": "query",
    "serializers": "serializer",
    "services": "service",
    "validators": "validator",
    "decorators": "decorator",
}


def role_of(path: str) -> str:
    """The part a file plays by its folder below app/: 'controller', 'model' ...; '' outside app/.

    Concerns are 'concern' wherever they lie; folders without a Rails meaning give their own name.
    """
    if "/concerns/" in path:
        return "concern"
    found = _ROLE.search(path)
    return _ROLES.get(found[1], found[1]) if found else ""


_CORE = frozenset(
    """
    Array BasicObject BigDecimal Class Comparable Complex Date DateTime Dir Enumerable Enumerator Exception FalseClass
    File Float Hash IO Integer Kernel Marshal MatchData Method Module NilClass Numeric Object Pathname Proc Process
    Random Range Rational Regexp Set StandardError String Struct Symbol Thread Time TrueClass URI CSV JSON Logger
    Net::HTTP OpenStruct OpenSSL::SSL
    """.split()
)

_FRAMEWORK = frozenset(
    """
    ActionCable::Channel::Base ActionCable::Connection::Base ActionController::API ActionController::Base
    ActionController::Metal ActionController::Parameters ActionController::TestCase ActionDispatch::Request
    ActionDispatch::Response ActionDispatch::Routing::Mapper ActionDispatch::IntegrationTest ActionMailer::Base
    ActionMailer::MessageDelivery ActionView::Base ActionView::Helpers ActionView::Helpers::FormBuilder
    ActionView::Helpers::FormHelper ActionView::Helpers::TagHelper ActionView::Helpers::UrlHelper ActiveJob::Base
    ActiveModel::Errors ActiveModel::Error ActiveModel::Name ActiveModel::Validations ActiveRecord
    ActiveRecord::Associations::CollectionProxy ActiveRecord::Base ActiveRecord::Calculations
    ActiveRecord::ConnectionAdapters::AbstractAdapter ActiveRecord::ConnectionAdapters::Mysql2Adapter
    ActiveRecord::ConnectionAdapters::PostgreSQLAdapter ActiveRecord::ConnectionAdapters::SQLite3Adapter
    ActiveRecord::ConnectionAdapters::TableDefinition ActiveRecord::Migration ActiveRecord::QueryMethods
    ActiveRecord::Relation ActiveRecord::Schema ActiveRecord::SchemaDumper ActiveStorage::Attachment
    ActiveStorage::Blob ActiveStorage::Current ActiveSupport ActiveSupport::Cache::Store
    ActiveSupport::Cache::RedisCacheStore ActiveSupport::Concern ActiveSupport::Dependencies ActiveSupport::Deprecation
    ActiveSupport::Duration ActiveSupport::HashWithIndifferentAccess ActiveSupport::Logger ActiveSupport::Notifications
    ActiveSupport::SafeBuffer ActiveSupport::TestCase ActiveSupport::TimeWithZone ActiveSupport::TimeZone Arel::Table
    HashWithIndifferentAccess Rack::Request Rack::Response Rails Rails::Application Rails::Engine Rails::Railtie
    """.split()
)


def reopened_library(name: str) -> str:
    """'core' for a class or module of Ruby, 'framework' for one of Rails or Rack, '' for anything else."""
    bare = name.removeprefix("::")
    if bare in _CORE:
        return "core"
    return "framework" if bare in _FRAMEWORK else ""
