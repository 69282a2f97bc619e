// Models to be found by typing, under the family that each belongs to.

import { Command } from "cmdk";
import { Search, TriangleAlert } from "lucide-react";
import type { Model } from "@/api";
import { familyName, modelName } from "@/components/models/modelWords";

export interface ModelListProps {
  label: string;
  models: readonly Model[];
  /** Why a model will not go with the rest; it can be taken all the same. */
  warn: (model: Model) => string | null;
  onTake: (name: string) => void;
}

export function ModelList({ label, models, warn, onTake }: ModelListProps) {
  const families = [...new Set(models.map(({ base_model }) => familyName(base_model) ?? "Other"))];
  return (
    <Command label={label} loop>
      <div className="flex h-9 items-center gap-2 border-b border-line px-3">
        <Search aria-hidden="true" size={14} className="flex-none text-ink-3" />
        <Command.Input placeholder="Find by name" className="w-full bg-transparent focus-visible:outline-none" />
      </div>
      <Command.List label={label} className="max-h-[300px] overflow-y-auto p-1">
        <Command.Empty className="px-2 py-1.5 text-12 text-ink-3">
          {models.length === 0 ? "The server has none that is not taken" : "Nothing by that name"}
        </Command.Empty>
        {families.map((family) => (
          <Command.Group
            key={family}
            heading={family}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-11 [&_[cmdk-group-heading]]:text-ink-3"
          >
            {models
              .filter(({ base_model }) => (familyName(base_model) ?? "Other") === family)
              .map((model) => {
                const misfit = warn(model);
                return (
                  <Command.Item
                    key={model.id}
                    value={model.name}
                    title={misfit ?? model.name}
                    onSelect={() => onTake(model.name)}
                    className="flex min-h-7 items-center gap-2 rounded-[4px] px-2 data-[selected=true]:bg-selected"
                  >
                    <span className="min-w-0 flex-1 truncate">{modelName(model.name)}</span>
                    {misfit && (
                      <TriangleAlert aria-label={misfit} size={12} strokeWidth={2} className="flex-none text-warn" />
                    )}
                  </Command.Item>
                );
              })}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}
