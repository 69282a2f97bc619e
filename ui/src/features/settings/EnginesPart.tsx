// Engines: the ComfyUI servers, how pictures are made, who writes.

import { useState } from "react";
import type { GenerationSettings } from "@/api";
import { type OnOutOfMemory, useRead } from "@/api";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { RadioCards } from "@/components/form/RadioCards";
import { Select } from "@/components/form/Select";
import { keepSetting, useSettings } from "./keep";
import { PartSection } from "./PartHead";
import { ServerTable } from "./ServerTable";
import { SharedCard } from "./SharedCard";
import { TextEngineTable } from "./TextEngineTable";
import { TextRules } from "./TextRules";

export function EnginesPart() {
  const settings = useSettings();
  return (
    <>
      <ServerTable />
      {settings.error && <ErrorNote className="mt-6" what="The settings could not be read" error={settings.error} />}
      {settings.data && <MakingPictures now={settings.data.generation} />}
      <TextEngineTable />
      {settings.data && <TextRules now={settings.data.text} />}
    </>
  );
}

/** The value that stands for "no model is named". */
const FIRST = "*";

function MakingPictures({ now }: { now: GenerationSettings }) {
  const models = useRead("models.list", { type: "checkpoints", limit: 200 });
  const [errors, setErrors] = useState<{ model?: string | undefined; memory?: string | undefined }>({});
  const named = models.data?.models.map(({ name }) => name) ?? [];
  const gone = now.default_model && models.data && !named.includes(now.default_model);

  const keepModel = async (name: string) => {
    const wanted = name === FIRST ? null : name;
    const fields = { default_model: wanted };
    const error = await keepSetting("generation", fields, { default_model: now.default_model }, "change the model");
    setErrors((all) => ({ ...all, model: error?.message }));
  };
  const keepMemory = async (choice: OnOutOfMemory) => {
    const before = { on_out_of_memory: now.on_out_of_memory };
    const error = await keepSetting("generation", { on_out_of_memory: choice }, before, "change what happens then");
    setErrors((all) => ({ ...all, memory: error?.message }));
  };

  return (
    <PartSection title="Making pictures">
      <div className="grid grid-cols-2 gap-6 slim:grid-cols-1">
        <Select
          label="Model, when nobody chooses one"
          search="Find a model"
          loading={models.isPending}
          choices={[
            { value: FIRST, label: "The first that ComfyUI has" },
            ...(gone && now.default_model
              ? [{ value: now.default_model, label: now.default_model, hint: "not there" }]
              : []),
            ...named.map((name) => ({ value: name, label: name })),
          ]}
          placeholder="The first that ComfyUI has"
          value={now.default_model ?? FIRST}
          onChange={(name) => void keepModel(name)}
          error={errors.model ?? (gone ? "ComfyUI does not have this model now. Choose another." : undefined)}
          hint={
            models.error
              ? `The models could not be read: ${models.error.message}`
              : "A character, a style or Studio may name another."
          }
        />
        <div>
          <RadioCards
            label="When the graphics card runs out of memory"
            choices={[
              { value: "smaller", label: "Make it smaller", hint: "The next smaller size, and the picture says so." },
              { value: "fail", label: "Let it fail", hint: "The next job goes on; this one waits in the list." },
            ]}
            value={now.on_out_of_memory}
            onChange={(choice) => void keepMemory(choice)}
          />
          {errors.memory && (
            <p role="alert" className="mt-1 text-12 text-bad">
              {errors.memory}
            </p>
          )}
        </div>
      </div>
      <SharedCard now={now} />
    </PartSection>
  );
}
