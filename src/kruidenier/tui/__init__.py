"""Screens: they ask the shop and show the answer."""

from __future__ import annotations

import os

os.environ.setdefault("TEXTUAL_FPS", "240")  # Textual reads it once, at its first import: a scan is painted at once
