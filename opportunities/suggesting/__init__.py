"""Suggestions from readers: something wrong or missing in an entry, or a programme that we lack. No account needed.

sections       what a reader can say of an entry, and how the form is divided
fields         the boxes: what may be typed into them
stamps         how long ago a form was fetched: people take their time, machines do not
limits         how many suggestions may come from one place
forms          the two forms
sending        a suggestion on its way to the curators' queue: the only writer here
entry_page     the form beside what the entry says now
urls, views    the pages
"""
