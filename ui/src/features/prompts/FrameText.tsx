// A template's frame to be read, with the place of the prompt as a teal word.
const PLACE = "{prompt}";

export function FrameText({ frame }: { frame: string }) {
  const at = frame.indexOf(PLACE);
  const before = at < 0 ? `${frame.trimEnd().replace(/,$/, "")}, ` : frame.slice(0, at);
  const after = at < 0 ? "" : frame.slice(at + PLACE.length);
  return (
    <span data-selectable>
      {before}
      <span className="mx-px rounded-1 bg-accent-soft px-0.5 text-accent">prompt</span>
      {after}
    </span>
  );
}
