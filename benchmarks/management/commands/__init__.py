"""Management commands, there while benchmarks.settings is in force."""
