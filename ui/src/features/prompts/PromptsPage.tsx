// The screen of Prompts.
import { EmptyState, OutlineTiles } from "@/components/feedback/EmptyState";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";

export function PromptsPage() {
  return (
    <Page>
      <Toolbar title="Prompts" />
      <PageBody>
        <Main>
          <EmptyState
            picture={<OutlineTiles columns={5} rows={2} />}
            title="No prompts yet"
            text="Prompts that you keep stand here, with what they made."
          />
        </Main>
      </PageBody>
    </Page>
  );
}
