// Starts the panel. A file of its own, because the panel's content security policy allows no inline script.
//
// The loader says hello once, as soon as the frame has loaded: so the listener comes before anything that waits.

const hello = new Promise((resolve) => {
  addEventListener("message", function listen(event) {
    if (event.source !== window.parent || event.ports.length !== 1 || event.data?.lutin !== 1) return;
    removeEventListener("message", listen);
    resolve(event);
  });
});

// `document.currentScript` is null in a module. Trunk writes the two names (Trunk.toml).
const { js, wasm } = document.querySelector("script[data-js]").dataset;

try {
  const panel = await import(js);
  await panel.default({ module_or_path: wasm });
  const { data, origin, ports } = await hello;
  panel.start(origin, JSON.stringify(data), ports[0]);
} catch (error) {
  // The loader hears nothing and, after its own time limit, says so to the shopper.
  console.error("LutinGénie: the panel could not start.", error);
}
