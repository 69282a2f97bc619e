// Where the page starts: the look first, which `public/look.js` began, then the connection, then the app.
import "./styles/main.css";
import { createRoot } from "react-dom/client";
import { App, start } from "./app/App";
import { applyLook } from "./app/look";

applyLook();
// What fails is shown by the app.
start()?.catch(() => {});
const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
