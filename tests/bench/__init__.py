"""Figures of the site, printed and not judged: queries, time, bytes, requests, memory, how they grow, and wrong words.

Run by ``make bench``. It makes a database of its own in a temporary folder and asks the pages as the server does:
through every middleware, with a connection of its own for each request.
"""
