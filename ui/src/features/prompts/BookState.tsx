// What stands in place of a list of the book: it is being read, could not be, is empty, or everything is filtered away.
import { BookOpen } from "lucide-react";
import type { ReactNode } from "react";
import type { ApiError } from "@/api";
import { Button } from "@/components/button/Button";
import { EmptyState, OutlineTiles } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Later, Skeleton } from "@/components/feedback/Skeleton";

export interface BookStateProps {
  /** What they are: "prompts". */
  many: string;
  read: { data: unknown; error: ApiError | null; isPending: boolean; refetch: () => unknown };
  /** Nothing is to be listed. */
  isEmpty: boolean;
  /** Without search and filter there would be something. */
  isFiltered: boolean;
  /** What these are for, while there are none. */
  purpose: string;
  /** How the first one is made. */
  actions: ReactNode;
  filtered: { title: string; text: string };
  showAll: () => void;
}

export function BookState(props: BookStateProps) {
  const { many, read, isEmpty, isFiltered, purpose, actions, filtered, showAll } = props;
  return (
    <>
      {read.error && (
        <ErrorNote
          className="m-4"
          what={`The ${many} could not be read`}
          error={read.error}
          onAgain={() => read.refetch()}
        />
      )}
      {read.isPending && (
        <Later>
          <div className="grid gap-1 p-4">
            {[0, 1, 2, 3].map((at) => (
              <Skeleton key={at} className="h-14" />
            ))}
          </div>
        </Later>
      )}
      {read.data !== undefined && isEmpty && !isFiltered && (
        <EmptyState
          picture={
            <OutlineTiles columns={1} rows={3} width={180} height={28}>
              <BookOpen size={14} />
            </OutlineTiles>
          }
          title={`No ${many} yet`}
          text={purpose}
          actions={actions}
        />
      )}
      {read.data !== undefined && isEmpty && isFiltered && (
        <EmptyState {...filtered} actions={<Button onClick={showAll}>Show all</Button>} />
      )}
    </>
  );
}
