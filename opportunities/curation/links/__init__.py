"""Whether the pages that the catalogue links to are still there.

addresses    which addresses are looked at, and which records name each
due          when each is to be tried again
pages        what an answer's page says of itself: an error page, or one that keeps robots out
finding      the verdict on one attempt
pace         how politely and how patiently to ask
visits       turns at each host: one at a time, with a pause
asking       one address with its retries
robots       what sites ask robots to leave alone
trying       one address from beginning to end: robots, turns, retries, verdict
running      many addresses at once, within a given time; knows no database
recording    a finding written down, with its strikes
checking     the whole run, as the command starts it
moving       taking over new addresses in all records that name the old ones
"""
