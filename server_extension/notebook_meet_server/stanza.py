"""What an administrator adds to ``jupyterhub_config.py``."""

from typing import Final

STANZA: Final = """\
# notebook-meet: video meetings for everybody on this hub.
c.JupyterHub.services.append(
    {
        "name": "meet",
        "url": "http://127.0.0.1:10181",  # where the service listens
        "command": ["notebook-meet-service"],
        "oauth_no_confirm": True,
    }
)
c.JupyterHub.load_roles.extend(
    [
        # Everybody may use the service, in a browser …
        {"name": "user", "scopes": ["self", "access:services!service=meet"]},
        # … and from notebooks: the first two scopes are what a server has anyway.
        {
            "name": "server",
            "scopes": ["users:activity!user", "access:servers!server", "access:services!service=meet"],
        },
    ]
)
# Where notebook servers reach the service. For servers on other machines or in containers, write an address
# that leads to the hub from there, like "http://hub.example:8000".
c.Spawner.environment.update({"NOTEBOOK_MEET_SERVICE": "http://127.0.0.1:10181"})
"""
