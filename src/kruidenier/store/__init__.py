"""The books: columns, layout, guards, opening and copies. Knows no business."""
