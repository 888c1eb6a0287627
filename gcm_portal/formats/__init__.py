"""How Django writes and reads dates and numbers where ``foundation.dates`` does not: admin, form fields, API browser.

Both languages follow United Nations usage: day, month by name, year; 24 hours; Western digits in Arabic too, with
the comma between thousands and the point before decimals.
"""
