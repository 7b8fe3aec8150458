"""Finding, judging and dating opportunities: one Django app around one aggregate, the opportunity.

The map, from the bottom up; each part may import only what stands above it in this list:

vocabulary, ford   closed lists with English and Japanese labels
deadlines          call rounds, expected rounds, and the status at a moment: pure functions
eligibility        conditions and profiles as plain values, and the verdict that follows: pure functions
models             what is stored, and the constraints that guard it
search             the in-memory picture that answers searches: facets (declared once), text, snapshot
finder             a query from an address, and its result: the one read path
curation           the only writer: loading, exporting, checking
wording            how facts are said to people, in the language in force
alerts             news by e-mail: who asked for what, what she has been told, what is sent
suggesting         what readers tell us: something wrong or missing, a programme that we lack
feeds              searches and single opportunities as calendars (.ics) and news (.atom)
exports            searches and lists as files: CSV, XLSX, JSON
web                pages;  admin, management: the curators' and operators' doors
"""
