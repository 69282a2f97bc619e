// A time in the creator's words; the exact instant stands in the tooltip and in the element.
import { useWords } from "./words";

export function Time({ at, className }: { at: string; className?: string }) {
  const words = useWords();
  return (
    <time dateTime={at} title={words.exact(at)} className={className}>
      {words.time(at)}
    </time>
  );
}
