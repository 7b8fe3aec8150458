"""Alerts by e-mail for any search or entry, without an account.

wishes         how often somebody wants to hear, and of what: plain values
facts, changes what is known of an entry's rounds, and what of it is news: pure functions
targets        what an alert watches: a search or an entry
links          signed links, which stand for an address without naming it
limits         how many mails may be asked for from one place and for one address
subscribing    signing up, confirming, changing, muting, stopping: the only writer of subscribers and alerts
planning       decides what is to be told, in the transaction that remembers it as told
digest, mails  what a mail says
outbox         sends what was decided, each mail once
journal        the lock of the job, and what it was just about
run            the whole of `manage.py send_alerts`
views, forms   the pages
"""
