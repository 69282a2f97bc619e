// What can be done with a character from its card and from its own screen.
import { useNavigate } from "@tanstack/react-router";
import { Aperture, Download, Images, Pause, Pencil, Play, Send, Trash2, UserRound } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { type CharacterId, type CharacterStatus, perform } from "@/api";
import type { MenuEntry } from "@/components/overlay/Menu";
import type { Posting } from "./PostDialog";
import { exportCharacter } from "./useImport";

// The first screen does without it.
const PauseDialog = lazy(() => import("./PauseDialog").then((found) => ({ default: found.PauseDialog })));
const PostDialog = lazy(() => import("./PostDialog"));

/** What these actions need to know of a character. */
export interface Someone {
  id: CharacterId;
  name: string;
  status: CharacterStatus;
}

export function useCharacterActions() {
  const navigate = useNavigate();
  const [pausing, setPausing] = useState<Someone | null>(null);
  const [posting, setPosting] = useState<Posting | null>(null);

  return useMemo(() => {
    const generate = ({ id }: Someone) => void navigate({ to: "/studio", search: { character_id: id } });
    const open = ({ id }: Someone, part?: string) =>
      void navigate({ to: "/characters/$characterId", params: { characterId: id }, search: part ? { part } : {} });
    const review = ({ id }: Someone) => void navigate({ to: "/library", search: { view: "review", character_id: id } });

    const resume = ({ id, name }: Someone) =>
      perform(
        "characters.resume",
        { character_id: id },
        {
          done: { title: `${name} goes on` },
          failed: `${name} was not resumed`,
          undo: () => ({
            label: `resume ${name}`,
            inverse: { name: "characters.pause", input: { character_id: id } },
          }),
        },
      );

    const remove = ({ id, name }: Someone) =>
      perform(
        "characters.delete",
        { character_id: id },
        {
          done: { title: `${name} was deleted`, body: "The pictures stay in the library." },
          failed: `${name} was not deleted`,
          undo: () => ({
            label: `delete ${name}`,
            inverse: { name: "characters.restore", input: { character_id: id } },
          }),
        },
      );

    const entries = (who: Someone, onDeleted?: () => void): MenuEntry[] => [
      { label: "Generate", icon: Aperture, onSelect: () => generate(who) },
      { label: "Post", icon: Send, onSelect: () => setPosting({ who }) },
      { label: "Edit", icon: Pencil, onSelect: () => open(who) },
      "line",
      ...(who.status === "paused"
        ? [{ label: "Resume", icon: Play, onSelect: () => void resume(who) }]
        : [{ label: "Pause", icon: Pause, onSelect: () => setPausing(who) }]),
      {
        label: "Export",
        icon: Download,
        entries: [
          {
            label: "Profile, styles and references",
            icon: UserRound,
            onSelect: () => void exportCharacter(who.id, who.name, false),
          },
          {
            label: "With all its pictures",
            icon: Images,
            onSelect: () => void exportCharacter(who.id, who.name, true),
          },
        ],
      },
      "line",
      {
        label: "Delete",
        icon: Trash2,
        danger: true,
        onSelect: () => void remove(who).then((done) => done && onDeleted?.()),
      },
    ];

    return {
      generate,
      post: setPosting,
      open,
      review,
      resume,
      pause: setPausing,
      entries,
      dialogs: (
        <>
          <Suspense>
            {pausing && <PauseDialog who={pausing} onClose={() => setPausing(null)} />}
            {posting && <PostDialog {...posting} onClose={() => setPosting(null)} />}
          </Suspense>
        </>
      ),
    };
  }, [navigate, pausing, posting]);
}
