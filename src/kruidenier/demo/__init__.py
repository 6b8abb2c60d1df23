"""The demo: an invented shop around the real catalogue."""
