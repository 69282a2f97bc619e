// The prompt book: prompts with what they made, by character, favourites, written by AI; the chosen one's detail.
import { useNavigate } from "@tanstack/react-router";
import { Aperture, Ellipsis, Pencil, PenLine, Plus, Sparkles, Star, Trash2 } from "lucide-react";
import { useState } from "react";
import { call, type Input, type Output, perform, type SavedPrompt, say, sayError, toApiError, useRead } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { PromptText } from "@/components/form/PromptField";
import { Drawer, Section } from "@/components/layout/Drawer";
import { Main } from "@/components/layout/Page";
import { Menu } from "@/components/overlay/Menu";
import { Avatar } from "@/components/picture/Avatar";
import { copyText } from "@/components/text/copy";
import { useWords } from "@/components/text/words";
import { WriteCaption } from "@/components/words/WriteCaption";
import { host } from "@/host";
import { BookList } from "./BookList";
import { BookState } from "./BookState";
import { type Cast, useCast } from "./cast";
import { Draw } from "./Draw";
import { PromptForm } from "./PromptForm";

/** Which prompts of the book are shown. */
export type Shelf = "all" | "favourites" | "ai";

export interface SavedPromptsProps {
  shelf: Shelf;
  characterId: string | null;
  typed: string;
  clearFilters: () => void;
  making: boolean;
  startMaking: () => void;
  endMaking: () => void;
  onGenerate: () => void;
}

/** How many rows are read at once. */
const PAGE = 200;

export function SavedPrompts(props: SavedPromptsProps) {
  const { shelf, characterId, typed, clearFilters, making, startMaking, endMaking, onGenerate } = props;
  const cast = useCast();
  const input: Input<"prompts.list"> = {
    limit: PAGE,
    ...(typed.trim() ? { search: typed.trim() } : {}),
    ...(characterId ? { character_id: characterId } : {}),
    ...(shelf === "favourites" ? { is_favourite: true } : {}),
    ...(shelf === "ai" ? { source: "ai" as const } : {}),
  };
  const read = useRead("prompts.list", input, { keepLast: true });
  const [wanted, setWanted] = useState<string>();
  const [changing, setChanging] = useState<SavedPrompt | null>(null);
  const rows = read.data?.prompts ?? [];
  const selected = rows.find(({ id }) => id === wanted) ?? rows[0];
  const isFiltered = Boolean(typed.trim() || characterId || shelf !== "all");

  const removeAndGoOn = (row: SavedPrompt) => {
    const at = rows.findIndex(({ id }) => id === row.id);
    setWanted((rows[at + 1] ?? rows[at - 1])?.id);
    void remove(row);
  };

  return (
    <>
      <Main padding="none" label="prompts">
        <BookState
          many="prompts"
          read={read}
          isEmpty={rows.length === 0}
          isFiltered={isFiltered}
          purpose="Keep the prompts that work, with wildcards such as __colour__, or let the text engine write some for a character."
          actions={
            <>
              <Button kind="primary" icon={Plus} onClick={startMaking}>
                New prompt
              </Button>
              <Button icon={Sparkles} onClick={onGenerate}>
                Generate with AI
              </Button>
            </>
          }
          filtered={{
            title: typed.trim() ? `Nothing by “${typed.trim()}”` : "Nothing here yet",
            text: `${read.data?.counts.all ?? 0} in the whole book.`,
          }}
          showAll={clearFilters}
        />
        {rows.length > 0 && <Heads />}
        {rows.length > 0 && (
          <BookList
            label="prompts"
            rows={rows}
            rowId={({ id }) => id}
            selected={selected?.id}
            onSelect={setWanted}
            onChange={setChanging}
            onDelete={removeAndGoOn}
          >
            {(row) => <Row row={row} cast={cast} />}
          </BookList>
        )}
      </Main>
      {selected && (
        <Detail
          key={selected.id}
          row={selected}
          cast={cast}
          onChange={() => setChanging(selected)}
          onDelete={() => removeAndGoOn(selected)}
        />
      )}
      {making && <PromptForm row={null} characterId={characterId} cast={cast} onClose={endMaking} />}
      {changing && (
        <PromptForm row={changing} characterId={changing.character_id} cast={cast} onClose={() => setChanging(null)} />
      )}
    </>
  );
}

const NUMBER = "w-14 flex-none text-right text-12 tabular-nums";

/** What stands in the rows below it, which name themselves to screen readers by their words. */
function Heads() {
  return (
    <div
      aria-hidden="true"
      className="sticky top-0 z-10 flex h-7 flex-none items-center gap-4 border-b border-line bg-window px-4 text-11 slim:gap-3 text-ink-3"
    >
      <span className="min-w-0 flex-1 pl-9">Prompt</span>
      <span className="w-[114px] flex-none slim:hidden">Latest</span>
      <span className="w-14 flex-none text-right">Pictures</span>
      <span className="w-14 flex-none text-right">Approved</span>
    </div>
  );
}

function Row({ row, cast }: { row: SavedPrompt; cast: Cast }) {
  const words = useWords();
  const who = row.character_id ? cast.get(row.character_id) : undefined;
  return (
    <>
      <span className="w-5 flex-none" title={who?.name}>
        {who && <Avatar name={who.name} url={who.faceUrl} />}
      </span>
      <span className="line-clamp-2 min-w-0 flex-1">
        {row.is_favourite && (
          <Star
            aria-label="Favourite"
            role="img"
            size={14}
            strokeWidth={1.75}
            className="mr-1 inline-block -translate-y-px text-accent"
          />
        )}
        <PromptText text={row.prompt} />
      </span>
      <span className="flex w-[114px] flex-none gap-1 slim:hidden">
        {row.latest.map((id) => (
          <img key={id} src={host.mediaUrl(id, "320")} alt="" className="size-9 rounded-1 bg-well object-cover" />
        ))}
      </span>
      <span className={cx(NUMBER, "text-ink-2")}>{words.count(row.times_used)}</span>
      <span className={cx(NUMBER, row.approved_count > 0 ? "text-ok" : "text-ink-3")}>
        {row.times_used === 0 ? "–" : words.count(row.approved_count)}
      </span>
    </>
  );
}

interface DetailProps {
  row: SavedPrompt;
  cast: Cast;
  onChange: () => void;
  onDelete: () => void;
}

function Detail({ row, cast, onChange, onDelete }: DetailProps) {
  const navigate = useNavigate();
  const [drawn, setDrawn] = useState<Output<"prompts.preview">>();
  const who = row.character_id ? cast.get(row.character_id) : undefined;
  const name = row.title || row.prompt;
  const use = () =>
    void navigate({
      to: "/studio",
      search: {
        prompt: row.prompt,
        prompt_id: row.id,
        ...(row.negative_prompt ? { negative: row.negative_prompt } : {}),
        ...(row.character_id ? { character_id: row.character_id } : {}),
      },
    });
  return (
    <Drawer
      label={name}
      foot={
        <div className="flex items-center gap-2">
          <Button kind="primary" className="flex-1" icon={Aperture} onClick={use}>
            Use in Studio
          </Button>
          <IconButton icon={Trash2} kind="danger" label="Delete the prompt" onClick={onDelete} />
        </div>
      }
    >
      <Section>
        <div className="mb-2 flex items-center gap-2">
          {who && <Avatar name={who.name} url={who.faceUrl} />}
          <h2 className="min-w-0 flex-1 truncate text-13">{row.title || who?.name || "Anybody’s prompt"}</h2>
          <IconButton
            icon={Star}
            size="s"
            label="Favourite"
            toggled={row.is_favourite}
            onClick={() => void favour(row)}
          />
          <Menu
            trigger={<IconButton icon={Ellipsis} size="s" label="More" />}
            entries={[
              { label: "Change", icon: Pencil, onSelect: onChange },
              { label: "Copy", icon: PenLine, onSelect: () => void copyText(row.prompt) },
              "line",
              { label: "Delete", icon: Trash2, danger: true, onSelect: onDelete },
            ]}
          />
        </div>
        <p className="rounded-2 border border-line-strong px-2.5 py-2">
          <PromptText text={row.prompt} />
        </p>
        {row.negative_prompt && <p className="mt-2 text-12 text-ink-3">Without {row.negative_prompt}</p>}
      </Section>
      <Draw row={row} onDrawn={setDrawn} />
      <Section
        title="Captions"
        aside={<WriteCaption label="Write 3" {...captionFor(row, drawn)} onTake={(text) => void copyText(text)} />}
      >
        <p className="text-12 text-ink-3">
          For this draw, in {who ? `${who.name}’s` : "a plain"} voice. A click copies one.
        </p>
      </Section>
      <Results row={row} onOpen={(id) => void navigate({ to: "/library", search: { item: id } })} />
    </Drawer>
  );
}

const captionFor = (row: SavedPrompt, drawn: Output<"prompts.preview"> | undefined) => ({
  prompt: drawn?.prompt ?? row.prompt,
  ...(row.character_id ? { characterId: row.character_id } : {}),
});

function Results({ row, onOpen }: { row: SavedPrompt; onOpen: (id: string) => void }) {
  const words = useWords();
  const said =
    row.times_used === 0
      ? "No picture yet."
      : `${words.count(row.times_used)} ${row.times_used === 1 ? "picture" : "pictures"}, ${words.count(row.approved_count)} approved.`;
  return (
    <Section title="What it made">
      <div className={cx("mb-2 flex gap-1", row.latest.length === 0 && "hidden")}>
        {row.latest.map((id) => (
          <button
            key={id}
            type="button"
            aria-label="Open the picture"
            className="size-16 overflow-hidden rounded-2 bg-well"
            onClick={() => onOpen(id)}
          >
            <img src={host.mediaUrl(id, "320")} alt="" className="size-full object-cover" />
          </button>
        ))}
      </div>
      <p className="text-12 text-ink-3">{said}</p>
    </Section>
  );
}

function remove(row: SavedPrompt) {
  const name = row.title || "Prompt";
  return perform(
    "prompts.delete",
    { prompt_id: row.id },
    {
      failed: `${name} was not deleted`,
      done: { title: `${name} deleted`, body: "Its pictures stay." },
      undo: () => ({
        label: "delete a prompt",
        inverse: { name: "prompts.restore", input: { prompt_id: row.id } },
      }),
    },
  );
}

function favour(row: SavedPrompt) {
  const step = (is_favourite: boolean) => ({ prompt_id: row.id, is_favourite });
  return perform("prompts.update", step(!row.is_favourite), {
    failed: "It was not marked",
    undo: () => ({
      label: row.is_favourite ? "take a favourite away" : "mark a favourite",
      inverse: { name: "prompts.update", input: step(row.is_favourite) },
    }),
  });
}

/** Puts the whole book into a file of the creator's. */
export async function exportBook(): Promise<void> {
  try {
    const book = await call("prompts.export", {});
    const url = URL.createObjectURL(new Blob([JSON.stringify(book, null, 2)], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = "troupe-prompts.json";
    link.click();
    URL.revokeObjectURL(url);
  } catch (error) {
    sayError("The book was not exported", toApiError(error));
  }
}

/** Takes a file of `exportBook` in. */
export async function importBook(file: File): Promise<void> {
  let book: Input<"prompts.import">["book"];
  try {
    book = JSON.parse(await file.text());
  } catch {
    say("warn", { title: "Nothing was imported", body: `${file.name} is no prompt book: it can't be read as JSON.` });
    return;
  }
  await perform(
    "prompts.import",
    { book },
    {
      failed: "Nothing was imported",
      done: ({ added, known, missing_characters }) => ({
        title: `${added} ${added === 1 ? "prompt" : "prompts"} imported`,
        body: [
          known > 0 ? `${known} were in the book already.` : "",
          missing_characters.length > 0 ? `Not here, so anybody’s now: ${missing_characters.join(", ")}.` : "",
        ]
          .filter(Boolean)
          .join(" "),
      }),
    },
  );
}
