"""notebook-meet's server side: stores meetings and relays tickets inside a Jupyter server."""
