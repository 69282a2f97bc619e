// The screen of Monitoring.
import { EmptyState, OutlineTiles } from "@/components/feedback/EmptyState";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";

export function MonitoringPage() {
  return (
    <Page>
      <Toolbar title="Monitoring" />
      <PageBody>
        <Main>
          <EmptyState
            picture={<OutlineTiles columns={5} rows={2} />}
            title="Nothing to report"
            text="Services, queue, memory and log stand here."
          />
        </Main>
      </PageBody>
    </Page>
  );
}
