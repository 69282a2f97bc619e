// What speaks against sending, each with the button that mends it; what is in order in one line.
import { useNavigate } from "@tanstack/react-router";
import { CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react";
import { perform, type Rating } from "@/api";
import { Button } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { StateTag } from "@/components/data/StateTag";
import { Menu } from "@/components/overlay/Menu";
import { type Finding, type Fix, fileOf } from "./draft";
import type { Checked } from "./useChecked";
import type { Chosen } from "./useCompose";

const LOOKS = {
  blocks: { icon: CircleX, look: "text-bad", words: "To fix" },
  warns: { icon: TriangleAlert, look: "text-warn", words: "To know" },
  note: { icon: Info, look: "text-ink-3", words: "Note" },
} as const;

/** The verbs of what is mended in the draft itself. */
const VERBS: Partial<Record<Fix["kind"], string>> = {
  shorten: "Shorten",
  crop: "Crop, keep the face",
  drop_hashtags: "Drop the last ones",
  drop_media: "Take the first ones",
  allow: "Allow this once",
};

const RATINGS: readonly { value: Rating; label: string }[] = [
  { value: "safe", label: "Safe" },
  { value: "suggestive", label: "Suggestive" },
  { value: "nsfw", label: "NSFW" },
];

export interface FindingsProps {
  checked: readonly Checked[];
  accounts: readonly Chosen[];
  /** Mends it in the draft. */
  onMend: (post: Checked, finding: Finding) => void;
  /** Goes to the alt text of the nth picture. */
  onWriteAltText: (place: number) => void;
}

export function Findings({ checked, accounts, onMend, onWriteAltText }: FindingsProps) {
  if (checked.length === 0) return null;
  const rows = checked.flatMap((post) => post.findings.map((finding) => ({ post, finding })));
  const blocking = rows.filter(({ finding }) => finding.severity === "blocks").length;
  const warning = rows.filter(({ finding }) => finding.severity === "warns").length;
  return (
    <section aria-label="Before it can go out" className="mt-5">
      <h2 className="flex items-center gap-2 text-12">
        Before it can go out
        {blocking > 0 && <StateTag tone="bad">{blocking} to fix</StateTag>}
        {warning > 0 && <StateTag tone="warn">{warning} to know</StateTag>}
      </h2>
      <ul className="mt-1">
        {rows.map(({ post, finding }) => {
          const account = accounts.find(({ id }) => id === post.account_id);
          return (
            <li
              key={`${post.account_id} ${finding.code} ${finding.field}`}
              data-finding={finding.severity}
              className="flex min-h-9 items-center gap-2.5 border-b border-line py-1.5 last:border-b-0"
            >
              <Mark finding={finding} />
              <p className="min-w-0 flex-1 text-12">
                <b className="font-label">{aboutOf(post, finding, account?.view?.name ?? "")}</b> {finding.message}
              </p>
              {account && (
                <FixButton
                  account={account}
                  content_id={post.media[fileOf(finding) ?? 0]?.content_id}
                  finding={finding}
                  onMend={() => onMend(post, finding)}
                  onWriteAltText={() => onWriteAltText(fileOf(finding) ?? 0)}
                />
              )}
            </li>
          );
        })}
        {blocking === 0 && (
          <li className="flex min-h-9 items-center gap-2.5 text-12 text-ink-2">
            <CircleCheck aria-hidden="true" size={16} strokeWidth={1.75} className="text-ok" />
            Size, format, account, rating and AI mark are in order
          </li>
        )}
      </ul>
    </section>
  );
}

/** "X:", "Picture 2 on Instagram:"; nothing where the sentence says it itself. */
function aboutOf(post: Checked, finding: Finding, platform: string): string {
  const place = fileOf(finding);
  if (place !== undefined && post.media.length > 1) return `Picture ${place + 1} on ${platform}:`;
  return platform && !finding.message.startsWith(platform) ? `${platform}:` : "";
}

interface FixButtonProps {
  account: Chosen;
  content_id: string | undefined;
  finding: Finding;
  onMend: () => void;
  onWriteAltText: () => void;
}

function FixButton({ account, content_id, finding, onMend, onWriteAltText }: FixButtonProps) {
  const navigate = useNavigate();
  const { fix } = finding;
  if (!fix) return null;
  switch (fix.kind) {
    // Files are made over by themselves; what is left of it is nothing that a press could mend.
    case "reencode":
      return null;
    case "reconnect":
      return (
        <Button
          size="s"
          onClick={() =>
            void navigate({
              to: "/settings/connect",
              search: { platform: account.account.platform, account_id: account.id },
            })
          }
        >
          Reconnect
        </Button>
      );
    case "choose_upload_place":
      return (
        <Button
          size="s"
          onClick={() => void navigate({ to: "/settings", search: { part: "accounts", account: account.id } })}
        >
          Choose the upload place
        </Button>
      );
    case "rate":
      return content_id ? (
        <Menu
          trigger={<Button size="s">Rate the picture</Button>}
          entries={RATINGS.map(({ value, label }) => ({
            label,
            onSelect: () =>
              void perform("content.update", { content_id, rating: value }, { failed: "The rating was not kept" }),
          }))}
        />
      ) : null;
    case "write_alt_text":
      return (
        <Button size="s" onClick={onWriteAltText}>
          Write it
        </Button>
      );
    default:
      return (
        <Button size="s" onClick={onMend}>
          {VERBS[fix.kind]}
        </Button>
      );
  }
}

function Mark({ finding }: { finding: Finding }) {
  const { icon: Icon, look, words } = LOOKS[finding.severity];
  return <Icon aria-label={words} role="img" size={16} strokeWidth={1.75} className={cx("flex-none", look)} />;
}
