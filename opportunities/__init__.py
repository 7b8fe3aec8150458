"""Finding, judging and dating opportunities: one Django app around one aggregate, the opportunity.

The map, from the bottom up; each part may import only what stands above it in this list:

vocabulary, ford   closed lists with English and Japanese labels
eligibility        criteria as plain values, and the rules over them
deadlines          call rounds, expected rounds, and the status at a moment: pure functions
models             what is stored, and the constraints that guard it
search             the in-memory picture that answers searches: facets (declared once), text, snapshot
finder             a query from an address, and its result: the one read path
curation           the only writer: loading, exporting, checking
web                pages;  admin, management: the curators' and operators' doors
"""
