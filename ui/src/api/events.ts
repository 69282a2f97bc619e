// The update stream: one listening to the host, shared by all who want to hear of something.
import type { QueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { StudioEvent } from "@/host";
import { type OperationMeta, operationMeta } from "./operations";

type Listener = (event: StudioEvent) => void;

const listeners = new Set<Listener>();

/** Hands an event to all who listen. */
export function deliver(event: StudioEvent): void {
  for (const listener of [...listeners]) listener(event);
}

/** Listens to all events; the answer ends it. */
export function subscribe(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Listens to events of the named types while the component stands. */
export function useEvents(types: readonly string[], listener: Listener): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  const key = types.join(" ");
  useEffect(() => {
    const wanted = new Set(key.split(" "));
    return subscribe((event) => {
      if (wanted.has(event.type)) latest.current(event);
    });
  }, [key]);
}

function tagsOf(event: StudioEvent): string[] {
  const tags = (event.data as { tags?: unknown } | null)?.tags;
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [];
}

/** Marks as old every answer that an event says has changed, so that what is on screen is read anew. */
export function invalidateBy(event: StudioEvent, client: QueryClient): void {
  if (event.type === "resync") {
    void client.invalidateQueries();
    return;
  }
  if (event.type !== "changed") return;
  const changed = new Set(tagsOf(event));
  void client.invalidateQueries({
    predicate: ({ queryKey }) => {
      const meta = (operationMeta as Record<string, OperationMeta | undefined>)[String(queryKey[0])];
      return meta?.tags.some((tag) => changed.has(tag)) ?? false;
    },
  });
}
