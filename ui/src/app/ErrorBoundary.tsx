// What is shown when the page itself is at fault. Nothing of the library is touched by that.
import { Component, type ReactNode } from "react";
import { Button } from "@/components/button/Button";
import { EmptyState } from "@/components/feedback/EmptyState";

interface State {
  error: Error | null;
}

export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    return error ? <Fault error={error} onAgain={() => this.setState({ error: null })} /> : this.props.children;
  }
}

/** The screen of a fault; the router shows it too. */
export function Fault({ error, onAgain }: { error: Error; onAgain: () => void }) {
  const raw = error.stack ?? error.message;
  return (
    <EmptyState
      title="This screen stopped working"
      text="The fault is in the window alone. Your library is safe, and running jobs go on."
      actions={
        <>
          <Button kind="primary" onClick={onAgain}>
            Try again
          </Button>
          <Button kind="quiet" onClick={() => void navigator.clipboard.writeText(raw)}>
            Copy what happened
          </Button>
        </>
      }
      picture={
        <pre className="max-h-32 max-w-[72ch] overflow-auto rounded-2 bg-well p-3 text-left font-mono text-11 whitespace-pre-wrap text-ink-2">
          {error.message}
        </pre>
      }
    />
  );
}
