"""The only SQLAlchemy: local database, shared store, projections, queries, key files."""
