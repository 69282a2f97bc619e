// Who is in the picture; nobody is a choice too.
import { UserX } from "lucide-react";
import { Select } from "@/components/form/Select";
import { Avatar } from "@/components/picture/Avatar";
import { change } from "../draft";
import { useCast } from "../useCast";

const NOBODY = "nobody";

export function CharacterSelect({ characterId, error }: { characterId: string | null; error: string | undefined }) {
  const cast = useCast();
  return (
    <Select
      label="Character"
      labelHidden
      size="l"
      value={characterId ?? NOBODY}
      onChange={(next) => change({ character_id: next === NOBODY ? null : next })}
      error={error}
      choices={[
        {
          value: NOBODY,
          label: "No character",
          mark: (
            <span className="grid size-5 flex-none place-items-center rounded-full bg-pressed text-ink-3">
              <UserX aria-hidden="true" size={12} strokeWidth={1.75} />
            </span>
          ),
        },
        ...cast.map((one) => ({
          value: one.id,
          label: one.name,
          mark: <Avatar name={one.name} url={one.faceUrl} />,
          ...(one.paused ? { hint: "paused" } : {}),
        })),
      ]}
      {...(cast.length > 8 ? { search: "Find a character" } : {})}
    />
  );
}
