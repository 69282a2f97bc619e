// The disk that holds the library.
import { useNavigate } from "@tanstack/react-router";
import { useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { ShareBar } from "@/components/data/ShareBar";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Note } from "@/components/feedback/Note";
import { Panel } from "@/components/layout/Panel";
import { useWords } from "@/components/text/words";

const MINUTE_MS = 60_000;

export function DiskPanel() {
  const words = useWords();
  const navigate = useNavigate();
  const { data, error } = useRead("resources.storage", {}, { pollMs: MINUTE_MS });
  const free = data?.free_bytes ?? null;
  const total = data?.total_bytes ?? null;
  const media = data?.parts.find(({ name }) => name === "media")?.size_bytes ?? 0;
  const rest = (data?.library_bytes ?? 0) - media;
  const others = total === null || free === null || !data ? null : Math.max(0, total - free - data.library_bytes);

  return (
    <Panel
      title="Disk"
      aside={
        data && (free === null || total === null ? "not known" : `${words.bytes(free)} of ${words.bytes(total)} free`)
      }
    >
      {error && <ErrorNote what="The disk could not be read" error={error} />}
      {data?.is_short && (
        <Note tone="warn" className="mb-3">
          Less than 2 GB are free. Pictures may soon find no room.
        </Note>
      )}
      {data && (
        <ShareBar
          label="What takes room on the disk"
          {...(total === null ? {} : { whole: total })}
          shares={[
            { name: "Pictures and clips", size: media, said: words.bytes(media) },
            { name: "List, thumbnails, copies, log", size: rest, said: words.bytes(rest) },
            ...(others === null ? [] : [{ name: "Everything else", size: others, said: words.bytes(others) }]),
          ]}
        />
      )}
      <Button size="s" className="mt-3" onClick={() => void navigate({ to: "/settings", search: { part: "storage" } })}>
        What can be cleared
      </Button>
    </Panel>
  );
}
