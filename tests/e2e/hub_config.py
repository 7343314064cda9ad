"""What stands in the tests' ``jupyterhub_config.py`` around the printed lines."""

from pathlib import Path

PASSWORD = "for-everybody"
LAB_EXTENSION = Path(__file__).parents[2] / "js" / "labextension"

CONFIG = """
import sys
c = get_config()
c.JupyterHub.bind_url = "http://127.0.0.1:{port}{base}"
c.JupyterHub.hub_port = {hub_port}
c.JupyterHub.cookie_secret_file = "{folder}/cookie_secret"
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.ConfigurableHTTPProxy.command = ["{proxy}"]
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.ConfigurableHTTPProxy.pid_file = "{folder}/proxy.pid"
c.ConfigurableHTTPProxy.check_running_interval = 1
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = "{password}"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/home/{{username}}"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = [
    "--allow-root",
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
]
c.Spawner.environment = {{"JUPYTER_PATH": "{folder}/jupyter"}}
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 120
c.JupyterHub.load_groups = {{"meeters": {{"users": {meeters}}}}}
c.JupyterHub.services = [{{"name": "tests", "api_token": "{token}"}}]
"""
APART = """
c.JupyterHub.subdomain_host = "http://{host}:{port}"
c.JupyterHub.allow_named_servers = True
c.JupyterHub.cleanup_servers = False
c.JupyterHub.last_activity_interval = 1  # this often it looks whether its proxy has all routes
c.ConfigurableHTTPProxy.should_start = False
"""
ADMIN = """
c.JupyterHub.load_roles.append({
    "name": "tests", "services": ["tests"], "scopes": ["admin:users", "admin:servers", "admin:groups", "tokens"],
})
"""


def install_lab_extension(data: Path) -> None:
    """Puts our part of JupyterLab where an installed wheel would; what an editable install holds may be older.

    Args:
        data: a folder in JUPYTER_PATH.
    """
    extensions = data / "labextensions"
    extensions.mkdir(parents=True, exist_ok=True)
    (extensions / "notebook-meet").symlink_to(LAB_EXTENSION)
