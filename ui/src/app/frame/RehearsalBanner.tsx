// A calm line over every screen of the rehearsal.
import { Clapperboard } from "lucide-react";
import { useRehearsal } from "./useStatus";

export function RehearsalBanner() {
  if (!useRehearsal()) return null;
  return (
    <section
      aria-label="Rehearsal"
      className="flex h-7 flex-none items-center gap-2 border-b border-line bg-accent-soft px-4 text-12"
    >
      <Clapperboard aria-hidden="true" size={14} strokeWidth={1.75} className="flex-none text-accent" />
      <span className="min-w-0 truncate">
        <strong>Rehearsal.</strong> Nothing here is made by a model, and nothing leaves this computer.
      </span>
    </section>
  );
}
