// Results: what was made of a character, newest first, and the ways into the library.
import { useNavigate } from "@tanstack/react-router";
import { Aperture, LayoutGrid } from "lucide-react";
import { useState } from "react";
import { type Character, useList, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { APPROVALS, type Approval } from "@/components/data/StateTag";
import { EmptyState, OutlineTiles } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Main } from "@/components/layout/Page";
import { PictureGrid } from "@/components/picture/PictureGrid";
import { PictureTile } from "@/components/picture/PictureTile";
import { useWords } from "@/components/text/words";
import { host } from "@/host";
import { firstName } from "./words";

const STATES: readonly Approval[] = ["pending", "approved", "rejected"];

export function ResultsPart({ character }: { character: Character }) {
  const navigate = useNavigate();
  const words = useWords();
  const filter = { character_id: character.id };
  const list = useList("content.list", { ...filter, sort: "newest" }, "content");
  const facets = useRead("content.facets", filter).data;
  const [cursor, setCursor] = useState(0);
  const name = firstName(character.name);

  const library = (search: Record<string, string> = {}) =>
    void navigate({ to: "/library", search: { ...filter, ...search } });
  const count = (state: Approval) => facets?.approval_status.find(({ value }) => value === state)?.count ?? 0;

  if (list.total === 0) {
    return (
      <Main label="Results">
        <EmptyState
          picture={<OutlineTiles columns={5} rows={2} />}
          title={`No pictures of ${name} yet`}
          text="What you make in Studio lands here and in the library."
          actions={
            <Button
              kind="primary"
              icon={Aperture}
              onClick={() => void navigate({ to: "/studio", search: { character_id: character.id } })}
            >
              Make the first picture
            </Button>
          }
        />
      </Main>
    );
  }
  return (
    <Main label="Results" padding="none" scrolls={false} well>
      {list.error && <ErrorNote what="The pictures could not be read" error={list.error} className="m-3" />}
      <div className="flex h-11 flex-none items-center gap-1 border-b border-line bg-window px-4 slim:px-3">
        {STATES.map((state) => {
          const { icon: Icon, label } = APPROVALS[state];
          return (
            <Button
              key={state}
              size="s"
              kind="quiet"
              icon={Icon}
              off={facets && count(state) === 0 && `Nothing is ${label.toLowerCase()}`}
              onClick={() => library({ approval_status: state })}
            >
              {label} {facets ? words.count(count(state)) : "–"}
            </Button>
          );
        })}
        <Button size="s" icon={LayoutGrid} className="ml-auto" onClick={() => library()}>
          Show in the library
        </Button>
      </div>
      <PictureGrid
        label={`Pictures of ${character.name}`}
        groups={[{ count: list.total ?? 0 }]}
        item={list.row}
        idOf={({ id }) => id}
        nameOf={(item) =>
          [name, APPROVALS[item.approval_status].label.toLowerCase(), words.time(item.created_at)].join(", ")
        }
        onWindow={list.show}
        tileWidth={148}
        cursor={cursor}
        onCursor={setCursor}
        onOpen={(index) => {
          const item = list.row(index);
          if (item) library({ item: item.id });
        }}
        renderTile={(item, { cursor: isCursor }) => (
          <PictureTile
            url={item && host.mediaUrl(item.id, "320")}
            alt={item?.description || `Picture of ${name}, not described yet`}
            approval={item?.approval_status}
            score={item?.identity_score}
            cursor={isCursor}
          />
        )}
        className="min-h-0 flex-1"
      />
    </Main>
  );
}
