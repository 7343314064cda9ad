// What JupyterLab loads of notebook-meet: a module federation container, written by hand, so that nothing has to be built
// for it. The rest comes from the server's own bundle, and so has the server's version.
const NAME = "notebook-meet";

/**
 * What stands in JupyterLab's page, if this server runs notebook-meet. Notebook 7 loads us, too: one document fills its
 * page, so it has neither a launcher nor room for a panel.
 */
function lab() {
  const page = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}");
  return "notebookMeetService" in page && !("notebookPage" in page) ? page : null;
}

let shared;
window._JUPYTERLAB = window._JUPYTERLAB ?? {};
window._JUPYTERLAB[NAME] = {
  init(scope) {
    shared = scope;
  },
  async get() {
    const page = lab();
    const ours = page && (await import(`${page.baseUrl}meet/static/lab.js`));
    const plugins = ours ? await ours.plugins(shared, page) : [];
    return () => ({ __esModule: true, default: plugins });
  },
};
