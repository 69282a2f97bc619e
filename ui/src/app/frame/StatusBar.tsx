// The line at the bottom: ComfyUI, the GPU's memory, the queue, the next post. Each is a button to its place.
import { useNavigate } from "@tanstack/react-router";
import { CirclePause, Clock } from "lucide-react";
import type { ReactNode } from "react";
import { Meter } from "@/components/data/Meter";
import { StatusDot } from "@/components/data/StatusDot";
import { Spinner } from "@/components/feedback/Spinner";
import { useEngineStatus, useGpuMemory, useNextPost, useQueueStatus, useRehearsal } from "./useStatus";

const GIB = 1024 ** 3;

export function StatusBar() {
  const navigate = useNavigate();
  const engine = useEngineStatus();
  const gpu = useGpuMemory();
  const queue = useQueueStatus();
  const rehearsal = useRehearsal();
  const next = useNextPost();
  const toMonitoring = () => void navigate({ to: "/monitoring" });

  return (
    <div
      role="contentinfo"
      aria-label="Status"
      data-region="status"
      className="flex h-[26px] flex-none items-center overflow-hidden border-t border-line bg-side px-1.5 text-12 whitespace-nowrap text-ink-2"
    >
      <Item onClick={() => void navigate({ to: "/settings", search: { part: "engines" } })}>
        <StatusDot health={engine.health} />
        {engine.words}
      </Item>
      {gpu && (
        <Item onClick={toMonitoring}>
          GPU {(gpu.used_bytes / GIB).toFixed(1)} of {Math.round(gpu.total_bytes / GIB)} GB
          <Meter
            label="Graphics memory"
            value={gpu.used_bytes / gpu.total_bytes}
            valueText={`${(gpu.used_bytes / GIB).toFixed(1)} of ${Math.round(gpu.total_bytes / GIB)} GB`}
            className="w-12 flex-none"
          />
        </Item>
      )}
      <Item onClick={() => void navigate({ to: "/studio" })}>
        {queue.isPaused ? <CirclePause aria-hidden="true" size={12} /> : queue.jobs > 0 && <Spinner />}
        {queue.words}
      </Item>
      {rehearsal && <Item onClick={() => void navigate({ to: "/welcome" })}>Rehearsal</Item>}
      {next && (
        // It stays at every width: the items before it give way.
        <span className="ml-auto flex-none bg-side pl-2">
          <Item onClick={() => void navigate({ to: "/scheduling" })}>
            {next.isPaused ? <CirclePause aria-hidden="true" size={12} /> : <Clock aria-hidden="true" size={12} />}
            {next.words}
            {next.zone && <span className="text-ink-3">{next.zone}</span>}
          </Item>
        </span>
      )}
    </div>
  );
}

function Item({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <span className="flex items-center not-last:after:h-3.5 not-last:after:w-px not-last:after:bg-line-strong not-last:after:content-['']">
      <button
        type="button"
        onClick={onClick}
        className="inset-focus flex h-6 items-center gap-1.5 rounded-2 px-2.5 hover:bg-hover hover:text-ink"
      >
        {children}
      </button>
    </span>
  );
}
