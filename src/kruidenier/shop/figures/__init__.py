"""Figures: what reports and proofs need; reads only."""
