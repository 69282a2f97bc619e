// Calls the program once, as soon as the page runs.
window.__TAURI_INTERNALS__.invoke("run", { name: "ready", input: {} });
