// How far running pictures are, from the update stream: it comes several times a second, so it goes by
// a store of its own and redraws only what shows it.
import { createStore, type ImageJob, useEvents, useStore } from "@/api";
import { host } from "@/host";

type Run = ImageJob["runs"][number];

interface LiveRun {
  fraction?: number;
  step?: number | null;
  steps?: number | null;
  /** The number of the newest preview frame. */
  preview?: number;
}

const live = createStore<Readonly<Record<string, LiveRun>>>({});

/** Follows progress and previews while the component stands. */
export function useFollowLive(): void {
  useEvents(["generation_progress", "generation_preview"], (event) => {
    const data = event.data as { run_id?: string; fraction?: number; step?: number; steps?: number; number?: number };
    if (!data.run_id) return;
    const { run_id, fraction, step, steps, number } = data;
    live.set((all) => ({
      ...all,
      [run_id]: {
        ...all[run_id],
        ...(event.type === "generation_preview"
          ? { preview: number ?? 0 }
          : { fraction: fraction ?? 0, step: step ?? null, steps: steps ?? null }),
      },
    }));
  });
}

export interface Making {
  fraction: number;
  step: number | null;
  steps: number | null;
  previewUrl: string | undefined;
}

/** A run as it stands this moment. */
export function useMaking(run: Run): Making {
  const now = useStore(live)[run.run_id];
  const preview = now?.preview ?? run.preview;
  return {
    fraction: Math.max(now?.fraction ?? 0, run.progress),
    step: now?.step ?? run.step,
    steps: now?.steps ?? run.steps,
    // The frame's number makes each an address of its own.
    previewUrl: preview == null ? undefined : `${host.fileUrl("preview", run.run_id, "full")}?frame=${preview}`,
  };
}

/** "Step 14 of 24"; before the first step and after the last one there is none to name. */
export function stepWords({ step, steps, fraction }: Making): string {
  if (step && steps) return `Step ${step} of ${steps}`;
  return fraction > 0.5 ? "Finishing" : "Starting";
}
