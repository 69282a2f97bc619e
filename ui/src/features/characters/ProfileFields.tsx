// Who a character is: name, age, place, what it says of itself, where it is meant to post.
import { MEANT_FOR, platformName } from "@/components/data/PlatformMark";
import { Chip } from "@/components/form/Chip";
import { Field } from "@/components/form/Field";
import { Select } from "@/components/form/Select";
import { Switch } from "@/components/form/Switch";
import { homeZone, timeIn, zoneOfPlace, zones } from "@/components/text/timeZones";
import type { Editing } from "./editing";
import { AgeField, LinesOf, TextOf, Traits, WordsOf } from "./fields";
import { firstName } from "./words";

export function PersonFields({ edit }: { edit: Editing }) {
  return (
    <>
      <div className="grid grid-cols-2 items-start gap-2.5">
        <TextOf edit={edit} path="name" label="Name" />
        <AgeField edit={edit} />
        <TextOf edit={edit} path="location" label="Lives in" place onLeave={() => takeZoneOfPlace(edit)} />
        <TimeZoneField edit={edit} />
      </div>
      <LinesOf edit={edit} path="bio" label="Bio" aside="a few sentences" />
      <WordsOf edit={edit} path="interests" label="Interests" />
    </>
  );
}

/** The place's own zone, unless one was chosen by hand. */
function takeZoneOfPlace(edit: Editing) {
  const zone = edit.get("timezone");
  const own = zoneOfPlace(edit.get("location"));
  if (!own || own === zone || (zone !== "UTC" && zone !== homeZone())) return;
  edit.set("timezone", own);
  edit.settle("timezone");
}

function TimeZoneField({ edit }: { edit: Editing }) {
  const zone = edit.get("timezone");
  const now = timeIn(zone);
  const error = edit.error("timezone");
  return (
    <Select
      label="Time zone"
      search="City or region"
      choices={zones().map((value) => ({ value, label: value.replaceAll("_", " ") }))}
      value={zone}
      {...(error ? { error } : now ? { hint: `Now ${now} there.` } : {})}
      onChange={(value) => {
        edit.set("timezone", value);
        edit.settle("timezone");
      }}
    />
  );
}

export function PlatformsField({ edit }: { edit: Editing }) {
  const chosen = edit.get("platforms");
  // What is not offered is kept as it was given.
  const shown = [...new Set<string>([...MEANT_FOR, ...chosen])];
  const turn = (slug: string) => {
    edit.set("platforms", chosen.includes(slug) ? chosen.filter((one) => one !== slug) : [...chosen, slug]);
    edit.settle("platforms");
  };
  return (
    <Field label="Meant for" group hint="Where its pictures are meant to go. Nothing is connected or sent by this.">
      {() => (
        <div className="flex flex-wrap gap-1.5">
          {shown.map((slug) => (
            <Chip key={slug} look={chosen.includes(slug) ? "selected" : "outline"} onClick={() => turn(slug)}>
              {platformName(slug)}
            </Chip>
          ))}
        </div>
      )}
    </Field>
  );
}

/** How it speaks. */
export function MannerFields({ edit }: { edit: Editing }) {
  return (
    <>
      <Traits edit={edit} />
      <TextOf edit={edit} path="personality.content_tone" label="Tone" placeholder="dry, warm, short lines" />
    </>
  );
}

/** Whether and how it says that it is made by AI, and what follows where it does not. */
export function DisclosureFields({ edit }: { edit: Editing }) {
  const on = edit.get("disclosure.enabled");
  const name = firstName(edit.get("name")) || "The character";
  return (
    <div className="flex flex-col gap-3">
      <Switch
        label="AI label on everything"
        hint={
          on
            ? "In its words and by each platform’s own flag."
            : `${name} does not say that it is AI. The mark in each file stays. Most platforms demand the label for people who look real, and close accounts that leave it out.`
        }
        checked={on}
        onChange={(next) => {
          edit.set("disclosure.enabled", next);
          edit.settle("disclosure.enabled");
        }}
      />
      {on && (
        <>
          <TextOf
            edit={edit}
            path="disclosure.line"
            label="In its profile and captions"
            placeholder={`${name} is an AI character.`}
            className="ml-9"
          />
          <Switch
            label="A visible “AI” on the picture"
            checked={edit.get("disclosure.overlay")}
            onChange={(next) => {
              edit.set("disclosure.overlay", next);
              edit.settle("disclosure.overlay");
            }}
          />
        </>
      )}
    </div>
  );
}
