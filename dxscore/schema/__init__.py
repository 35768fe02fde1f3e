"""`db/schema.rb` or `db/structure.sql` -> a schema; a schema and the models on it -> what the database guarantees."""
