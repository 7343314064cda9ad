"""The HTTP face: thin Tornado handlers, the URL table, and the port that says who is calling.

Nothing here knows Jupyter Server: the composition root hands in an ``Authenticator``.
"""
