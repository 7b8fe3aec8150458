"""The commands that prepare and measure, in processes of their own."""
