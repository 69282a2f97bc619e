// The screen of Studio.
import { EmptyState, OutlineTiles } from "@/components/feedback/EmptyState";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";

export function StudioPage() {
  return (
    <Page>
      <Toolbar title="Studio" />
      <PageBody>
        <Main>
          <EmptyState
            picture={<OutlineTiles columns={5} rows={2} />}
            title="Nothing in the queue"
            text="Pictures that you generate appear here as they are made."
          />
        </Main>
      </PageBody>
    </Page>
  );
}
