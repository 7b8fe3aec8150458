"""The read-only picture of all published opportunities that answers searches.

declaration.py is the one place where a facet exists; filterset.py gives its slow, obvious meaning over the database,
bitmaps.py its quick one. snapshot.py holds the picture, current.py keeps this process's one up to date.
"""
