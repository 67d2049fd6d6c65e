"""The brand's own feed: entries this installation serves itself, readable by anybody and any feed reader.

Nothing leaves the machine to publish here; a WebSub hub may be told afterwards that there is something new.
"""
