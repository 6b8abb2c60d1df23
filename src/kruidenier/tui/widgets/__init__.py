"""Pieces of a screen: they show one thing each and never act."""
