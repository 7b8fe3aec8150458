"""How facts are said to people: dates, money, durations, standings, criteria. In the language in force."""
