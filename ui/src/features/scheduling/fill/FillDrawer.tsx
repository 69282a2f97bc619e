// One proposal in full, to be changed: its picture, others from the shelf, its words, its time, its accounts; and how
// far the week is.
import { Check } from "lucide-react";
import { type Ref, useState } from "react";
import { AccountChecks } from "@/components/account/AccountChecks";
import { Progress } from "@/components/data/Progress";
import { TextArea } from "@/components/form/TextArea";
import { TextField } from "@/components/form/TextField";
import { Drawer, Section } from "@/components/layout/Drawer";
import { Kbd } from "@/components/text/Kbd";
import { WriteCaption } from "@/components/words/WriteCaption";
import { host } from "@/host";
import { tagsOf } from "../compose/draft";
import { dayOf } from "./FillRows";
import { type Change, countsOf, type Row } from "./proposal";

export interface FillDrawerProps {
  row: Row | undefined;
  rows: readonly Row[];
  /** Approved pictures that stay on the shelf, of all characters. */
  shelfLeft: number;
  /** How this computer must be awake. */
  message: string;
  captionRef: Ref<HTMLTextAreaElement>;
  onChange: (row: Row, change: Change) => void;
}

export function FillDrawer({ row, rows, shelfLeft, message, captionRef, onChange }: FillDrawerProps) {
  const { approved, empty } = countsOf(rows);
  const could = rows.length - empty;
  return (
    <Drawer label="Proposal">
      {row && <Chosen key={row.key} row={row} captionRef={captionRef} onChange={(change) => onChange(row, change)} />}
      <Section title="Week" aside={`${approved} of ${could} approved`}>
        <Progress lineOnly label="Approved" value={could === 0 ? 0 : approved / could} />
        <p className="mt-2 text-12 text-ink-2">
          {empty > 0 && `${empty === 1 ? "1 time has" : `${empty} times have`} no picture. `}
          {shelfLeft === 1 ? "1 picture stays" : `${shelfLeft} pictures stay`} on the shelf after this.
        </p>
        <p className="mt-2 text-12 text-ink-3">{message}</p>
      </Section>
    </Drawer>
  );
}

interface ChosenProps {
  row: Row;
  captionRef: Ref<HTMLTextAreaElement>;
  onChange: (change: Change) => void;
}

function Chosen({ row, captionRef, onChange }: ChosenProps) {
  const [tags, setTags] = useState(row.hashtags.join(" "));
  return (
    <>
      <Section title={`${dayOf(row.wall_time)} ${row.wall_time.slice(11, 16)}, ${row.character_name}`}>
        {row.content_id && (
          <img
            src={host.mediaUrl(row.content_id, "640")}
            alt={`Proposed for ${row.character_name}`}
            className="h-[150px] rounded-2 bg-well object-contain"
          />
        )}
        {row.alternatives.length > 0 && (
          <>
            <p className="mt-2 mb-1.5 text-12 text-ink-2">Or one of these from the shelf</p>
            <div className="grid grid-cols-5 gap-1">
              {row.alternatives.map((id, at) => (
                <button
                  key={id}
                  type="button"
                  aria-label={`Take picture ${at + 1} from the shelf`}
                  onClick={() => onChange({ content_id: id })}
                  className="rounded-1 text-center text-11 text-ink-3"
                >
                  <img
                    src={host.mediaUrl(id, "320")}
                    alt=""
                    className="aspect-[4/5] w-full rounded-1 bg-well object-cover"
                  />
                  <Kbd keys={String(at + 1)} className="mt-1" />
                </button>
              ))}
            </div>
          </>
        )}
        <p className="mt-2 flex items-start gap-1.5 text-12 text-ink-2">
          <Check aria-hidden="true" size={14} strokeWidth={1.75} className="mt-px flex-none text-ink-3" />
          {row.reason.charAt(0).toUpperCase() + row.reason.slice(1)}
        </p>
      </Section>
      <Section>
        <TextArea
          ref={captionRef}
          label="Caption"
          lines={3}
          value={row.caption}
          onChange={({ target }) => onChange({ caption: target.value })}
        />
        {row.content_id && (
          <WriteCaption
            contentId={row.content_id}
            characterId={row.character_id}
            platform={row.accounts.find(({ account_id }) => row.account_ids.includes(account_id))?.platform}
            onTake={(caption) => onChange({ caption })}
          />
        )}
        <TextField
          label="Hashtags"
          className="mt-3"
          value={tags}
          onChange={({ target }) => {
            setTags(target.value);
            onChange({ hashtags: tagsOf(target.value) });
          }}
        />
        <TextField
          label="Time"
          aside={row.timezone}
          className="mt-3"
          type="datetime-local"
          step={900}
          value={row.wall_time}
          onChange={({ target }) => target.value && onChange({ wall_time: target.value.slice(0, 16) })}
        />
        {row.accounts.length > 0 && (
          <fieldset className="mt-3 grid gap-1.5">
            <legend className="mb-1 text-12 text-ink-2">Accounts</legend>
            <AccountChecks
              accounts={row.accounts.map(({ account_id: id, platform, handle }) => ({
                id,
                platform,
                account_username: handle,
              }))}
              chosen={row.account_ids}
              onChange={(account_ids) => onChange({ account_ids })}
            />
          </fieldset>
        )}
      </Section>
    </>
  );
}
