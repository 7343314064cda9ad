// What JupyterLab loads of notebook-meet: a module federation container, written by hand, so that nothing has to be built
// for it. The rest comes from the server's own bundle, and so has the server's version.
const NAME = "notebook-meet";

/** JupyterLab's page, if this server runs notebook-meet. */
function server() {
  const page = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}");
  return "notebookMeetService" in page ? page : null;
}

let shared;
window._JUPYTERLAB = window._JUPYTERLAB ?? {};
window._JUPYTERLAB[NAME] = {
  init(scope) {
    shared = scope;
  },
  async get() {
    const page = server();
    const plugins = page
      ? await import(`${page.baseUrl}meet/static/lab.js`).then((lab) => lab.plugins(shared, page))
      : [];
    return () => ({ __esModule: true, default: plugins });
  },
};
