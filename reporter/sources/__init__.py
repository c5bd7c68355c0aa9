"""Floor 4: rosters and surveys in, as tables with every row's place."""
