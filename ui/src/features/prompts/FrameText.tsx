// A template's frame to be read, with the place of the prompt as a teal word.
const PLACE = "{prompt}";

export function FrameText({ frame }: { frame: string }) {
  const at = frame.indexOf(PLACE);
  const before = at < 0 ? `${frame.trimEnd().replace(/,$/, "")}, ` : frame.slice(0, at);
  const after = at < 0 ? "" : frame.slice(at + PLACE.length);
  return (
    <span data-selectable>
      {before}
      <span className="wildcard mx-px px-0.5">prompt</span>
      {after}
    </span>
  );
}
