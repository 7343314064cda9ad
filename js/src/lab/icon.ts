/** A camera, drawn in JupyterLab's icon colour. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24"><g class="jp-icon3" fill="#616161"><rect x="2" y="6" width="13" height="12" rx="3"/><path d="M17 10.5l5-3v9l-5-3z"/></g></svg>`;
