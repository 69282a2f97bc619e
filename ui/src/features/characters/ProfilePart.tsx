// Profile: who a character is, how it speaks, and how it says that it is AI. Saved as it is changed.

import { Slider } from "@/components/form/Slider";
import { Section } from "@/components/layout/Drawer";
import { Main } from "@/components/layout/Page";
import type { Editing } from "./editing";
import { LinesOf, TextOf, WordsOf } from "./fields";
import { DisclosureFields, MannerFields, PersonFields, PlatformsField } from "./ProfileFields";

export function ProfilePart({ edit }: { edit: Editing }) {
  const temperature = edit.get("personality.temperature");
  return (
    <Main label="Profile" padding="none">
      <div className="grid grid-cols-[minmax(0,1fr)_360px] slim:grid-cols-[minmax(0,1fr)_320px]">
        <div className="flex max-w-[680px] flex-col gap-4 p-6 slim:p-4">
          <PersonFields edit={edit} />
          <LinesOf edit={edit} path="narrative" label="Story" aside="where it comes from, what it is up to" lines={5} />
          <PlatformsField edit={edit} />
        </div>
        <div className="border-l border-line">
          <Section title="Manner">
            <div className="flex flex-col gap-3">
              <MannerFields edit={edit} />
              <TextOf
                edit={edit}
                path="personality.communication_style"
                label="Way of talking"
                placeholder="short sentences, asks back"
              />
              <WordsOf edit={edit} path="personality.preferred_topics" label="Likes to talk about" />
            </div>
          </Section>
          <Section title="For the text model">
            <div className="flex flex-col gap-3">
              <Slider
                label="How freely it writes"
                end={temperature.toFixed(2)}
                min={0}
                max={2}
                step={0.05}
                value={temperature}
                onChange={(next) => edit.set("personality.temperature", Math.round(next * 100) / 100)}
                onSettle={() => edit.settle("personality.temperature")}
              />
              <LinesOf edit={edit} path="personality.llm_prompt" label="Instructions" lines={3} />
            </div>
          </Section>
          <Section title="Disclosure">
            <DisclosureFields edit={edit} />
          </Section>
        </div>
      </div>
    </Main>
  );
}
