// What speaks against sending, each with the button that mends it; what is in order in one line.
import { CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react";
import { Button } from "@/components/button/Button";
import { cx } from "@/components/cx";
import { StateTag } from "@/components/data/StateTag";
import type { Checked } from "./ComposePage";
import { type Fix, type MendedPost, shortenBy } from "./draft";

type Finding = Checked["findings"][number];

const LOOKS = {
  blocks: { icon: CircleX, look: "text-bad" },
  warns: { icon: TriangleAlert, look: "text-warn" },
  note: { icon: Info, look: "text-ink-3" },
} as const;

/** The button's verb; nothing where the page has no hand for it. */
const VERBS: Partial<Record<Fix["kind"], string>> = {
  shorten: "Shorten",
  crop: "Crop",
  drop_hashtags: "Drop the last ones",
  drop_media: "Take the first ones",
  allow: "Allow this once",
};

export interface FindingsProps {
  checked: readonly Checked[];
  accounts: readonly { id: string; handle: string }[];
  onMend: (fix: Fix, post: MendedPost) => void;
}

export function Findings({ checked, accounts, onMend }: FindingsProps) {
  if (checked.length === 0) return null;
  const rows = checked.flatMap((post) => post.findings.map((finding) => ({ post, finding })));
  const blocking = rows.filter(({ finding }) => finding.severity === "blocks").length;
  const warning = rows.filter(({ finding }) => finding.severity === "warns").length;
  const nameOf = (id: string) => accounts.find((one) => one.id === id)?.handle ?? "";
  return (
    <section aria-label="Before it can go out" className="mt-5">
      <h2 className="flex items-center gap-2 text-12">
        Before it can go out
        {blocking > 0 && <StateTag tone="bad">{blocking} to fix</StateTag>}
        {warning > 0 && <StateTag tone="warn">{warning} to know</StateTag>}
      </h2>
      <ul className="mt-1">
        {rows.map(({ post, finding }) => (
          <li
            key={`${post.account_id} ${finding.code} ${finding.field}`}
            className="flex min-h-9 items-center gap-2.5 border-b border-line py-1.5 last:border-b-0"
          >
            <Mark finding={finding} />
            <p className="min-w-0 flex-1 text-12">
              <b className="font-label">{nameOf(post.account_id)}:</b> {finding.message}
            </p>
            {finding.fix && VERBS[finding.fix.kind] && (
              <Button size="s" onClick={() => finding.fix && onMend(finding.fix, mendedOf(post))}>
                {VERBS[finding.fix.kind]}
              </Button>
            )}
          </li>
        ))}
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

function Mark({ finding }: { finding: Finding }) {
  const { icon: Icon, look } = LOOKS[finding.severity];
  return (
    <Icon aria-label={finding.severity} role="img" size={16} strokeWidth={1.75} className={cx("flex-none", look)} />
  );
}

function mendedOf(post: Checked): MendedPost {
  const prepared = post.media[0]?.prepared;
  const over = post.max_length === null ? 0 : Math.max(0, post.text_length - post.max_length);
  return {
    account_id: post.account_id,
    text: post.text,
    shorten: (text) => shortenBy(text, over),
    ...(prepared && prepared.width > 0 ? { picture: { width: prepared.width, height: prepared.height } } : {}),
  };
}
