// Starts the dashboard. A file of its own, because the content security policy allows no inline script.

// `document.currentScript` is null in a module. Trunk writes the two names (Trunk.toml).
const { js, wasm } = document.querySelector("script[data-js]").dataset;

const dashboard = await import(js);
await dashboard.default({ module_or_path: wasm });
