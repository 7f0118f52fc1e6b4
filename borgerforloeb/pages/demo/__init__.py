"""Hegnsborg Kommune: a municipality of invented people, the same every time for a given day.

`data/` and `bank/` hold what the ordinary courses are made from; `stories/` are told day by day.
"""
