// A place that takes files, by drop or by choosing; it says what it wants.
import { Upload } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { type ChooseFiles, type ChosenFile, host } from "@/host";
import { cx } from "../cx";
import { type DropWords, type HeldFiles, useDropTarget } from "./targets";

export interface DropZoneProps {
  /** "Drop pictures here". */
  title: string;
  /** "At least 512 px, one adult face". */
  hint?: ReactNode;
  choose: ChooseFiles;
  /** The words while files are held over it. */
  describe: (files: HeldFiles) => DropWords;
  onFiles: (files: ChosenFile[]) => void;
  className?: string;
  /** More below: buttons. */
  children?: ReactNode;
}

/** The usual endings of pictures. */
export const PICTURES: ChooseFiles = {
  label: "Pictures",
  extensions: ["png", "jpg", "jpeg", "webp", "avif", "gif", "bmp", "tiff"],
};

export function DropZone({ title, hint, choose, describe, onFiles, className, children }: DropZoneProps) {
  const zone = useRef<HTMLDivElement>(null);
  useDropTarget(zone, describe, onFiles);
  const ask = async () => {
    const files = await host.chooseFiles(choose);
    if (files.length > 0) onFiles(files);
  };
  return (
    <div
      ref={zone}
      className={cx(
        "flex min-h-[120px] flex-col items-center justify-center gap-1 rounded-2 border border-dashed border-line-control p-4 text-center text-12 text-ink-2",
        className,
      )}
    >
      <Upload aria-hidden="true" size={20} strokeWidth={1.5} className="mb-1 text-ink-3" />
      <p>
        {title} or{" "}
        <button
          type="button"
          onClick={() => void ask()}
          className="relative rounded-1 text-accent before:absolute before:-inset-1 before:content-[''] hover:underline"
        >
          choose files
        </button>
      </p>
      {hint && <p className="text-ink-3">{hint}</p>}
      {children}
    </div>
  );
}
