"""Who can apply: conditions and profiles as plain values, and the verdict that follows from them.

`terms` holds the closed lists, `criteria` what is asked, `profile` what a visitor says of herself, `days` the days at
which limits count, `rules` one function for each kind of condition, `evaluate` the verdict of a whole programme.
Pure functions over plain values: no database, no clock, no text for people.
"""
