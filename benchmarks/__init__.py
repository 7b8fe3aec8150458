"""How quick the finder is, from the real catalogue to a million entries: `make bench`, outside the tests.

catalogue.py invents entries (distribution.py and eligibility_shares.py: in what proportions; texts.py: in what words;
calls.py: on what dates) and prepared.py keeps the finished databases. The bench_*.py files measure the finder in one
process, each beside its baseline: orm_counts.py, fts5.py, canned.py. refresh.py and load.py measure the running
server. engine.py is the one place that calls the search. report.py writes docs/benchmarks.md, with the targets that
targets.py holds.
"""
