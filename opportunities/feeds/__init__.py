"""Searches and single opportunities for programs that look again by themselves: calendars (.ics) and news (.atom).

`asking` reads the address, `facts` adds what the snapshot does not hold, `events` says what goes into a calendar,
`calendar` and `atom` write it down, `validators` tell whether anything can have changed.
"""
