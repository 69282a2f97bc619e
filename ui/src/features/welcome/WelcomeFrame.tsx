// The shape of the first screen: a wall of pictures, and beside it the one question.
import type { ReactNode } from "react";
import mark from "./mark.svg";

const ART = Object.values(import.meta.glob<string>("./art/*.svg", { eager: true, import: "default", query: "?url" }));

export interface WelcomeFrameProps {
  title: string;
  text: ReactNode;
  /** The choice: `RadioCards` of size l. */
  children?: ReactNode;
  /** The primary button first. */
  actions: ReactNode;
}

const COLUMNS = [0, 1, 2, 3];
/** How far each column is shifted up, so that the rows do not line up. */
const SHIFTS = [0, -60, 0, -60];

export function WelcomeFrame({ title, text, children, actions }: WelcomeFrameProps) {
  return (
    <div className="flex h-full bg-window">
      <div
        aria-hidden="true"
        className="grid w-[56.25%] flex-none grid-cols-4 gap-1 overflow-hidden border-r border-line bg-well p-1 slim:w-[44%] slim:grid-cols-3"
      >
        {COLUMNS.map((column) => (
          <div key={column} className="flex flex-col gap-1 slim:last:hidden" style={{ marginTop: SHIFTS[column] }}>
            {ART.filter((_, index) => index % COLUMNS.length === column).map((url) => (
              <span key={url} className="relative block aspect-4/5 overflow-hidden rounded-1 bg-hover picture-ring">
                <img src={url} alt="" className="size-full object-cover" />
              </span>
            ))}
          </div>
        ))}
      </div>
      <main className="flex min-w-0 flex-1 overflow-y-auto px-14 py-8 slim:px-8">
        <div className="m-auto w-full max-w-[448px]">
          <img src={mark} alt="Troupe" width={40} height={40} className="mb-5" />
          <h1 className="text-24">{title}</h1>
          <p className="mt-1 mb-5 text-ink-2">{text}</p>
          {children}
          <div className="mt-6 flex items-center gap-2">{actions}</div>
        </div>
      </main>
    </div>
  );
}
