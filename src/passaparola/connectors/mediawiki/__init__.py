"""MediaWiki: speaking on the talk pages of a wiki, and nowhere else in it.

connector.py tells the story; wire.py reads the JSON, section.py writes and finds what we say on a page.
"""
