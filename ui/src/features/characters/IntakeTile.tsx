// A picture on its way to the references, or what became of it.
import { CircleX, CopyCheck, X } from "lucide-react";
import { Button } from "@/components/button/Button";
import { Progress } from "@/components/data/Progress";
import { clearIntakes, type Intake } from "./references";

export function IntakeTile({ characterId, intake }: { characterId: string; intake: Intake }) {
  const { name, preview_url, progress, outcome, why, key } = intake;
  return (
    <div>
      <span className="relative grid aspect-square place-items-center overflow-hidden rounded-1 bg-hover picture-ring">
        {preview_url && outcome !== "refused" && (
          <img src={preview_url} alt="" className="absolute size-full object-cover opacity-45" />
        )}
        {outcome === "refused" && <CircleX aria-hidden="true" size={20} strokeWidth={1.5} className="text-bad" />}
        {outcome === undefined && (
          <span className="absolute inset-x-2 bottom-2">
            {progress !== null && <Progress lineOnly thin label={`Adding ${name}`} value={progress} />}
          </span>
        )}
      </span>
      <p className="mt-1.5 truncate text-12" title={name}>
        {name}
      </p>
      {outcome === undefined ? (
        <p className="text-12 text-ink-3">{progress === null ? "Waiting" : "Adding"}</p>
      ) : (
        <>
          <p role="status" className="text-12 text-ink-2">
            {outcome === "already_there" ? (
              <span className="flex items-center gap-1">
                <CopyCheck aria-hidden="true" size={12} className="flex-none text-ink-3" />
                Already there
              </span>
            ) : (
              <>
                <span className="text-bad">Refused. </span>
                {why}
              </>
            )}
          </p>
          <Button size="s" kind="quiet" icon={X} className="mt-1 -ml-2" onClick={() => clearIntakes(characterId, key)}>
            Clear
          </Button>
        </>
      )}
    </div>
  );
}
