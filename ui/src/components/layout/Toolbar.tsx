// The bar above a screen: title, what changes the view, then actions, the primary one last.
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../button/Button";

export interface ToolbarProps {
  title: ReactNode;
  /** Quiet words after the title: a count, a state. */
  aside?: ReactNode;
  onBack?: () => void;
  /** A face before the title. */
  mark?: ReactNode;
  /** What changes the view: search, segments, slider. */
  children?: ReactNode;
  /** Actions at the right; the one primary button last. */
  actions?: ReactNode;
}

export function Toolbar({ title, aside, onBack, mark, children, actions }: ToolbarProps) {
  return (
    <header
      data-region="toolbar"
      className="flex h-11 flex-none items-center gap-2 border-b border-line pr-3 pl-4 whitespace-nowrap"
    >
      {onBack && <IconButton icon={ArrowLeft} label="Back" onClick={onBack} className="-ml-1.5" />}
      {mark}
      <h1 className="mr-1 min-w-0 truncate text-13">{title}</h1>
      {aside && <span className="flex min-w-0 items-center gap-2 truncate text-12 text-ink-3">{aside}</span>}
      {children}
      {actions && <div className="ml-auto flex flex-none items-center gap-2">{actions}</div>}
    </header>
  );
}

/** A hairline between groups of a toolbar. */
export function ToolbarLine() {
  return <span aria-hidden="true" className="mx-1 h-4 w-px flex-none bg-line-strong" />;
}
