// A flat ground where something is being read. Shown after 200 ms, and it does not shimmer.
import { type ReactNode, useEffect, useState } from "react";
import { cx } from "../cx";

export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cx("block rounded-1 bg-hover", className)} />;
}

/** Holds its children back for a moment, so that what is quick does not flash. */
export function Later({ after_ms = 200, children }: { after_ms?: number; children: ReactNode }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), after_ms);
    return () => clearTimeout(timer);
  }, [after_ms]);
  return shown ? children : null;
}
