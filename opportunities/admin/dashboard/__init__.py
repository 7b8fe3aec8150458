"""The desk's first page: what needs care today, what is covered, how fresh it is, and what was done lately.

lines    the matters that need care, in order of urgency, each with why it matters
charts   coverage by direction and career stage, and freshness by month
recent   what was changed last, and the user's own drafts
page     all of it, as far as the user may see it
"""
