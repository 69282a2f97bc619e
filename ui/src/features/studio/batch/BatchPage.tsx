// The batch sheet: a row for each character, a column for each prompt; what it comes to at the right.
import { useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { perform, useRead, useReads, useStore } from "@/api";
import { type Offer, useActions } from "@/components/actions/registry";
import { Button } from "@/components/button/Button";
import { EmptyState, OutlineTiles } from "@/components/feedback/EmptyState";
import { Chip } from "@/components/form/Chip";
import { Select } from "@/components/form/Select";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";
import { useSlim } from "@/components/layout/useSlim";
import { useWords } from "@/components/text/words";
import { NumberBox } from "../composer/NumberBox";
import { useCast } from "../useCast";
import { pictures, ratioName } from "../words";
import { Matrix } from "./Matrix";
import { Summary, timeWords } from "./Summary";
import { batchSheet, cellsOf, changeSheet, NO_STYLE, USUAL } from "./sheet";
import { useChecked } from "./useChecked";

/** As many jobs as `images.generate_batch` takes. */
const MOST_JOBS = 400;

export function BatchPage() {
  const navigate = useNavigate();
  const words = useWords();
  const slim = useSlim();
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
  useActions(useMemo((): Offer[] => [{ id: "studio.add_batch", perform: () => void latest.current() }], []));

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
          <Button kind="primary" shortcut="studio.add_batch" busy={busy} off={off} onClick={() => void add()}>
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
              {slim && (
                <p className="mb-3 text-12 text-ink-2">
                  <strong>{pictures(total)}</strong>, {timeWords(checked.secondsEach, total)}
                  {checked.missing.length > 0 && `, the server lacks ${checked.missing.join(", ")}`}
                </p>
              )}
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
              <p className="mt-2 text-12 text-ink-3">A click on a cell leaves it out.</p>
            </>
          )}
        </Main>
        {!slim && <Summary {...{ sheet, total, jobs: requests.length, checked, off }} />}
      </PageBody>
    </Page>
  );
}
