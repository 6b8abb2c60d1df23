"""One screen for each thing people do."""
