// What was missed while this computer slept or Troupe was closed is told at the first look after a start, before
// anything was begun. Later it stands in Scheduling and moves nobody.
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useRead } from "@/api";

/** The screen of a start. */
const FIRST = "/characters";

export function useToldMissed(): void {
  const navigate = useNavigate();
  const place = useRouterState({ select: ({ location }) => location.pathname });
  const status = useRead("scheduler.status", {}).data;
  const isSettled = useRef(false);
  useEffect(() => {
    // Whoever has gone to another screen has begun something.
    if (place !== FIRST && place !== "/") isSettled.current = true;
    if (isSettled.current || !status) return;
    isSettled.current = true;
    if (status.missed) void navigate({ to: "/scheduling/away" });
  }, [place, status, navigate]);
}
