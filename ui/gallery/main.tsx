// Draws the gallery: the base components in their states, then the larger ones. Not part of the build.
import "./main.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { createHashHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "@/api";
import { DropOverlay } from "@/components/drop/DropOverlay";
import { Toasts } from "@/components/feedback/Toasts";
import { TooltipRoom } from "@/components/overlay/Tooltip";
import { BasePage } from "./BasePage";
import { GridPage } from "./GridPage";
import { LargePage } from "./LargePage";

const PAGES = { base: BasePage, large: LargePage, grid: GridPage };

function Gallery() {
  const name = new URLSearchParams(window.location.search).get("page") ?? "base";
  const Page = PAGES[name as keyof typeof PAGES] ?? BasePage;
  return (
    <QueryClientProvider client={createQueryClient()}>
      <TooltipRoom>
        <Page />
        <Toasts />
        <DropOverlay />
      </TooltipRoom>
    </QueryClientProvider>
  );
}

const router = createRouter({ routeTree: createRootRoute({ component: Gallery }), history: createHashHistory() });
const root = document.getElementById("root");
if (root) createRoot(root).render(<RouterProvider router={router as never} />);
