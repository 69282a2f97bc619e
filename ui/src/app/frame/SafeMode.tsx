// When the library is damaged: what happened, and going back to one of its daily copies.
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { perform, useRead } from "@/api";
import { Button } from "@/components/button/Button";
import { Table } from "@/components/data/Table";
import { Note } from "@/components/feedback/Note";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Panel } from "@/components/layout/Panel";
import { Toolbar } from "@/components/layout/Toolbar";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { Time } from "@/components/text/Time";
import { useWords } from "@/components/text/words";

export function SafeMode({ reason }: { reason: string }) {
  const words = useWords();
  const copies = useRead("library.copies", {}).data?.copies ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [after, setAfter] = useState<string | null>(null);

  const goBack = async (copy: string) => {
    const done = await perform("library.go_back", { copy }, { failed: "The library was left as it is" });
    if (done) setAfter(done.message);
  };

  return (
    <Page>
      <Toolbar title="Safe mode" />
      <PageBody>
        <Main padding="l">
          <div className="mx-auto grid max-w-[640px] gap-4">
            {after ? <Note tone="ok">{after}</Note> : <Note tone="bad">The library was not opened: {reason}</Note>}
            <p className="max-w-[72ch] text-ink-2">
              Your pictures are files and lie where they were. Only the list of them is damaged. Troupe keeps a copy of
              it for each day; pictures made since that day are found again by the check at the start.
            </p>
            <Panel title="Daily copies" padded={false}>
              <Table
                label="Daily copies"
                rows={copies}
                rowKey={(copy) => copy.name}
                empty="There is no copy yet."
                columns={[
                  {
                    id: "made",
                    head: "Made",
                    cell: (copy) => (copy.made_at ? <Time at={copy.made_at} /> : "not known"),
                  },
                  { id: "size", head: "Size", right: true, cell: (copy) => words.bytes(copy.size_bytes) },
                  {
                    id: "do",
                    head: <span className="sr-only">Actions</span>,
                    right: true,
                    cell: (copy) => (
                      <Button
                        size="s"
                        icon={RotateCcw}
                        off={after !== null && "Start Troupe again first"}
                        onClick={() => setChosen(copy.name)}
                      >
                        Go back to this
                      </Button>
                    ),
                  },
                ]}
              />
            </Panel>
          </div>
        </Main>
      </PageBody>
      <ConfirmDialog
        open={chosen !== null}
        onClose={() => setChosen(null)}
        title="Go back to this copy?"
        text="What was changed since then is lost. The damaged library is kept aside, and Troupe has to be started again."
        safe="Leave it"
        action="Go back"
        onAction={() => (chosen ? goBack(chosen) : undefined)}
      />
    </Page>
  );
}
