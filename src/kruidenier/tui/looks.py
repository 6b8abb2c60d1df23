"""Colours that people with any eyes can tell apart (Okabe and Ito), and a plain pair of great contrast."""

from __future__ import annotations

from textual.theme import Theme

KRUIDENIER = Theme(
    name="kruidenier",
    primary="#56B4E9",
    secondary="#0072B2",
    accent="#E69F00",
    warning="#E69F00",
    success="#009E73",
    error="#D55E00",
    foreground="#F4F4F2",
    background="#12171D",
    surface="#12171D",
    panel="#1F2933",
    dark=True,
    variables={
        "good": "#2BC79A",
        "good-text": "#08110E",
        "soon": "#F0C95A",
        "soon-text": "#17120A",
        "stop": "#FF7A45",
        "key": "#7CC8F5",
        "bar": "#7CC8F5",
    },
)
CONTRAST = Theme(
    name="kruidenier-contrast",
    primary="#FFFF00",
    secondary="#FFFF00",
    accent="#FFFF00",
    warning="#FFFF00",
    success="#FFFF00",
    error="#FFFFFF",
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#000000",
    dark=True,
    variables={
        "good": "#FFFF00",
        "good-text": "#000000",
        "soon": "#FFFF00",
        "soon-text": "#000000",
        "stop": "#FF8F66",
        "key": "#FFFF00",
        "bar": "#FFFF00",
    },
)
