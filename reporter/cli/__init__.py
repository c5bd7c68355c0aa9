"""Floor 6: the commands. The only place that reads the clock, prints and exits."""
