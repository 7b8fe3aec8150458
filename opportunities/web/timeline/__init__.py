"""The year ahead as a picture.

Pure functions over plain values, without database, clock or Django: `windows` says what lies ahead of one programme,
`axis` where a day stands, `shapes` what is drawn of a window, `month` what falls on each day of a month.
On these stand `query` (what the address asks for), `ahead` (which programmes are shown), `words` (what is said of a
window) and `rows` (finished rows in groups).
"""
