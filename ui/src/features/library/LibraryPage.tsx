// The screen of Library.
import { EmptyState, OutlineTiles } from "@/components/feedback/EmptyState";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";

export function LibraryPage() {
  return (
    <Page>
      <Toolbar title="Library" />
      <PageBody>
        <Main>
          <EmptyState
            picture={<OutlineTiles columns={5} rows={2} />}
            title="Nothing in the library"
            text="Pictures you make land here."
          />
        </Main>
      </PageBody>
    </Page>
  );
}
