"""Fixtures for every test. Services come from tests/plugins/services.py, which is loaded much earlier."""
