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
meet_roles = [
    # Everybody may use the service, in a browser …
    {"name": "user", "scopes": ["self", "access:services!service=meet"]},
    # … and from notebooks: the first two scopes are what a server has anyway.
    {
        "name": "server",
        "scopes": ["users:activity!user", "access:servers!server", "access:services!service=meet"],
    },
]
# A hub with two roles of one name does not start: one that is there already gets the service's scope instead.
roles = c.JupyterHub.load_roles
roles_there = roles if isinstance(roles, list) else roles.to_dict().get("extend", [])
for role in meet_roles:
    own = next((one for one in roles_there if one["name"] == role["name"]), None)
    if own is None:
        roles.append(role)
    else:
        may = own.get("scopes", role["scopes"])
        more = [one for one in role["scopes"] if one.startswith("access:services") and one not in may]
        own["scopes"] = [*may, *more]
# Where notebook servers reach the service. For servers on other machines or in containers, write an address
# that leads to the hub from there, like "http://hub.example:8000".
c.Spawner.environment.update({"NOTEBOOK_MEET_SERVICE": "http://127.0.0.1:10181"})
"""
