"""The scenes that tests/pictures.py renders: every page in every state it can be in, brought about as a user would."""
