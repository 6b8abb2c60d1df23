"""Goods: catalogue, barcodes, prices, stock and dates."""
