"""Call rounds in time: what a source states, what can be expected, and where a programme stands at a moment.

`rounds` holds the plain values, `projection` the estimates, `status` the answer for a given moment.
Pure functions over plain values: no database, no clock, no text for people. Moments are aware, in UTC.
"""
