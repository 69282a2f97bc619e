// The batch sheet: a row for each character, a column for each prompt; what it comes to at the right.
import { useNavigate } from "@tanstack/react-router";
import { Check, Plus, TriangleAlert, X } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { perform, useRead, useReads, useStore } from "@/api";
import { useActions } from "@/components/actions/registry";
import { Button, IconButton } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { Facts } from "@/components/data/Facts";
import { EmptyState, OutlineTiles } from "@/components/feedback/EmptyState";
import { Checkbox } from "@/components/form/Checkbox";
import { Chip } from "@/components/form/Chip";
import { PromptField } from "@/components/form/PromptField";
import { Select } from "@/components/form/Select";
import { Drawer, Section } from "@/components/layout/Drawer";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { Avatar } from "@/components/picture/Avatar";
import { duration, useWords } from "@/components/text/words";
import { NumberBox } from "../composer/NumberBox";
import { refusedWords } from "../composer/refused";
import { type CastMember, useCast } from "../useCast";
import { pictures, ratioName } from "../words";
import { batchSheet, type Cell, cellKey, cellsOf, changeSheet, NO_STYLE, USUAL, withoutPrompt } from "./sheet";
import { useChecked } from "./useChecked";

/** As many jobs as `images.generate_batch` takes. */
const MOST_JOBS = 400;

export function BatchPage() {
  const navigate = useNavigate();
  const words = useWords();
  const sheet = useStore(batchSheet);
  const cast = useCast();
  const formats = useRead("images.formats_list", {}).data?.formats ?? [];
  const styleLists = useReads(
    "styles.list",
    cast.map(({ id }) => ({ character_id: id })),
  );
  const stylesBy = new Map(cast.map(({ id }, place) => [id, styleLists[place]?.data?.styles ?? []]));
  const names = [...new Set([...stylesBy.values()].flatMap((styles) => styles.map(({ name }) => name)))];
  const cells = cellsOf(sheet, stylesBy);
  const requests = cells.flatMap((cell) => cell.requests);
  const total = cells.reduce((sum, { count }) => sum + count, 0);
  const checked = useChecked(sheet, cells);
  const [busy, setBusy] = useState(false);

  const off =
    cast.length === 0
      ? "there are no characters yet"
      : total === 0
        ? "choose a character and write a prompt first"
        : requests.length > MOST_JOBS
          ? `a sheet has ${MOST_JOBS} jobs at most, these are ${requests.length}`
          : checked.errors.some(Boolean) && "a prompt is refused";

  const back = () => void navigate({ to: "/studio", search: {} });
  const add = async () => {
    if (off || busy) return;
    setBusy(true);
    const output = await perform(
      "images.generate_batch",
      { items: requests },
      {
        failed: "Nothing was queued",
        done: (made) => ({
          title: `${pictures(made.total)} queued`,
          body: `${made.job_ids.length} jobs, after what waits`,
        }),
      },
    );
    setBusy(false);
    if (output) back();
  };
  const latest = useRef(add);
  useEffect(() => {
    latest.current = add;
  });
  useActions(
    useMemo(
      () => [
        {
          id: "studio.add_batch",
          label: "Add the sheet to the queue",
          group: "Batch sheet",
          shortcut: "Ctrl+Enter",
          perform: () => void latest.current(),
        },
      ],
      [],
    ),
  );

  const toggleStyle = (name: string) =>
    changeSheet({
      styles: sheet.styles.includes(name) ? sheet.styles.filter((one) => one !== name) : [...sheet.styles, name],
    });

  return (
    <Page>
      <Toolbar
        title="Batch sheet"
        aside="characters × prompts × styles × count"
        onBack={back}
        actions={
          <Button kind="primary" shortcut="Ctrl+Enter" busy={busy} off={off} onClick={() => void add()}>
            {total > 0 ? `Add ${words.count(total)} to the queue` : "Add to the queue"}
          </Button>
        }
      />
      <PageBody>
        <Main>
          {cast.length === 0 ? (
            <EmptyState
              picture={<OutlineTiles columns={4} rows={2} />}
              title="A sheet needs characters"
              text="Each row is a character, each column a prompt."
              actions={
                <Button kind="primary" icon={Plus} onClick={() => void navigate({ to: "/characters/new" })}>
                  Add character
                </Button>
              }
            />
          ) : (
            <>
              <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
                <div role="group" aria-label="Styles" className="flex flex-wrap items-center gap-1.5 pb-[3px]">
                  <span className="mr-1 text-12 text-ink-2">Styles</span>
                  {[USUAL, ...names, NO_STYLE].map((name) => (
                    <Chip
                      key={name}
                      look={sheet.styles.includes(name) ? "selected" : "outline"}
                      onClick={() => toggleStyle(name)}
                    >
                      {name === USUAL ? "Their usual" : name === NO_STYLE ? "None" : name}
                    </Chip>
                  ))}
                </div>
                <div className="w-[96px]">
                  <NumberBox
                    label="Count"
                    whole
                    needed
                    min={1}
                    max={500}
                    value={sheet.count}
                    onChange={(count) => changeSheet({ count: count ?? 1 })}
                  />
                </div>
                <Select
                  label="Format"
                  className="w-[150px]"
                  value={sheet.format_id ?? USUAL}
                  onChange={(next) => changeSheet({ format_id: next === USUAL ? null : next })}
                  choices={[
                    { value: USUAL, label: "As usual" },
                    ...formats.map((one) => ({
                      value: one.id,
                      label: one.name,
                      hint: ratioName(one.width, one.height) ?? `${one.width} × ${one.height}`,
                    })),
                  ]}
                />
              </div>
              <Matrix cast={cast} cells={cells} errors={checked.errors} />
            </>
          )}
        </Main>
        <Drawer label="What the sheet comes to">
          <Section>
            <p className="text-18 font-title">{pictures(total)}</p>
            <p className="text-12 text-ink-3">
              {[
                number(sheet.characters.length, "character"),
                number(sheet.prompts.length, "prompt"),
                number(sheet.styles.length, "style"),
                sheet.count,
              ].join(" × ")}
            </p>
          </Section>
          <Section>
            <Facts
              facts={[
                {
                  name: "Time",
                  value:
                    checked.secondsEach === null || total === 0
                      ? "not known yet"
                      : `${duration(checked.secondsEach * total * 1000)}, ${duration(checked.secondsEach * 1000)} each`,
                },
                { name: "Jobs", value: words.count(requests.length) },
                { name: "When", value: "now, after what waits in the queue" },
                { name: "Costs", value: "nothing, all on your own computers" },
              ]}
            />
          </Section>
          <Section>
            {off ? (
              <p className="text-12 text-ink-3 first-letter:uppercase">{off}</p>
            ) : checked.missing.length > 0 ? (
              <p className="flex items-start gap-2 text-12 text-ink-2">
                <TriangleAlert aria-hidden="true" size={14} className="mt-px flex-none text-warn" />
                <span className="min-w-0 break-words">The server lacks {checked.missing.join(", ")}</span>
              </p>
            ) : checked.isChecked ? (
              <p className="flex items-center gap-2 text-12">
                <Check aria-hidden="true" size={14} className="flex-none text-ok" />
                All models and nodes are on the server
              </p>
            ) : (
              <p className="text-12 text-ink-3">Not checked: ComfyUI does not answer</p>
            )}
          </Section>
        </Drawer>
      </PageBody>
    </Page>
  );
}

const number = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;

interface MatrixProps {
  cast: readonly CastMember[];
  cells: readonly Cell[];
  /** By prompt: why it is refused. */
  errors: readonly (string | undefined)[];
}

function Matrix({ cast, cells, errors }: MatrixProps) {
  const sheet = useStore(batchSheet);
  const cellBy = new Map(cells.map((cell) => [cellKey(cell.characterId, cell.prompt), cell]));
  const chosen = sheet.characters.length;
  const setPrompt = (at: number, text: string) =>
    changeSheet({ prompts: sheet.prompts.map((one, place) => (place === at ? text : one)) });
  const take = (id: string, taken: boolean) =>
    changeSheet({
      // Rows keep the cast's order.
      characters: cast.map((one) => one.id).filter((one) => (one === id ? taken : sheet.characters.includes(one))),
    });

  return (
    <div className="overflow-x-auto pb-2">
      <table aria-label="Batch sheet" className="border-separate border-spacing-1.5 -m-1.5">
        <thead>
          <tr>
            <th scope="col" className="sticky left-0 z-1 w-[168px] min-w-[168px] bg-window align-bottom">
              <Checkbox
                label={`${chosen} of ${cast.length} characters`}
                checked={chosen === 0 ? false : chosen === cast.length ? true : "mixed"}
                onChange={(all) => changeSheet({ characters: all ? cast.map(({ id }) => id) : [] })}
                className="pb-1 text-left text-12 font-text text-ink-3"
              />
            </th>
            {sheet.prompts.map((text, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a prompt is known by its column
              <th key={at} scope="col" className="relative w-[200px] min-w-[200px] text-left align-bottom font-text">
                <PromptField
                  label={`Prompt ${at + 1}`}
                  aside={
                    sheet.prompts.length > 1 && (
                      <IconButton
                        icon={X}
                        size="s"
                        label={`Remove prompt ${at + 1}`}
                        onClick={() => batchSheet.set((now) => withoutPrompt(now, at))}
                        className="-my-1"
                      />
                    )
                  }
                  value={text}
                  onChange={(next) => setPrompt(at, next)}
                  placeholder="What the pictures show"
                  refused={refusedWords(errors[at])}
                  error={errors[at]}
                  lines={2}
                  maxLines={5}
                />
              </th>
            ))}
            <th className="align-bottom">
              <Button
                kind="quiet"
                icon={Plus}
                onClick={() => changeSheet({ prompts: [...sheet.prompts, ""] })}
                className="mb-1"
              >
                Add a prompt
              </Button>
            </th>
          </tr>
        </thead>
        <tbody>
          {cast.map((one) => {
            const taken = sheet.characters.includes(one.id);
            return (
              <tr key={one.id}>
                <th scope="row" className="sticky left-0 z-1 h-16 bg-window text-left font-text">
                  <Checkbox
                    checked={taken}
                    onChange={(next) => take(one.id, next)}
                    label={
                      <span className="flex items-center gap-2">
                        <Avatar name={one.name} url={one.faceUrl} size="l" />
                        <span className="min-w-0">
                          <span className="block max-w-[96px] truncate">{one.name}</span>
                          {one.paused && <span className="block text-12 text-ink-3">paused</span>}
                        </span>
                      </span>
                    }
                    className="items-center"
                  />
                </th>
                {sheet.prompts.map((_, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a prompt is known by its column
                  <td key={at} className="h-16 p-0">
                    <CellButton
                      one={one}
                      at={at}
                      taken={taken}
                      cell={cellBy.get(cellKey(one.id, at))}
                      error={errors[at]}
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="mt-2 text-12 text-ink-3">A click on a cell leaves it out.</p>
    </div>
  );
}

interface CellButtonProps {
  one: CastMember;
  at: number;
  taken: boolean;
  cell: Cell | undefined;
  error: string | undefined;
}

function CellButton({ one, at, taken, cell, error }: CellButtonProps) {
  const key = cellKey(one.id, at);
  const isIn = taken && cell !== undefined && cell.count > 0;
  const why = !taken || cell?.isLeftOut ? "left out" : isIn ? undefined : "nothing to make";
  const toggle = () =>
    batchSheet.set((now) => ({
      ...now,
      characters: now.characters.includes(one.id) ? now.characters : [...now.characters, one.id],
      leftOut:
        now.leftOut.includes(key) || !now.characters.includes(one.id)
          ? now.leftOut.filter((other) => other !== key)
          : [...now.leftOut, key],
    }));
  return (
    <button
      type="button"
      aria-pressed={isIn}
      onClick={toggle}
      className={cx(
        "flex size-full h-16 items-center gap-3 rounded-2 border px-2.5 text-12 text-ink-3",
        isIn ? "border-accent bg-selected" : "justify-center border-dashed border-line-strong hover:bg-hover",
        isIn && error && "border-warn",
      )}
    >
      <span className="sr-only">{`${one.name}, prompt ${at + 1}: `}</span>
      {isIn ? (
        <>
          <span className="relative h-[50px] w-10 flex-none overflow-hidden rounded-1 bg-hover picture-ring">
            {(one.newestUrl ?? one.faceUrl) && (
              <img src={one.newestUrl ?? one.faceUrl ?? ""} alt="" className="size-full object-cover" />
            )}
          </span>
          <span className="text-left">
            <span className="block text-13 font-label text-ink">
              {cell.count}
              <span className="sr-only"> pictures, </span>
            </span>
            <span className="block text-ink-2">{`${cell.requests.length} × ${cell.count / cell.requests.length}`}</span>
          </span>
        </>
      ) : (
        why
      )}
    </button>
  );
}
