"""Files of opportunities that a curator fills in: read, compared with the catalogue row by row, applied as one.

An import goes through three hands, each of which can be killed at any moment without harm:

archive, xlsx, csv_text, files   a file of any of the forms becomes rows of plain text, or is refused in words
widgets, columns, resource       what a cell says, and which fact stands in which column (django-import-export)
additions                        columns that add a round or a source to those that an entry has
yaml_rows                        the same from the form of the catalogue's own files
proposing, previewing            what each row would change, kept as rows of the database for the curator to look at
applying                         the rows that she agreed to, in one transaction and one operation of the history
work, progress                   which of this is done in a process of its own, and how far it is
writing, template                the way back: exports, refused rows with their reasons, a file to fill in
"""
