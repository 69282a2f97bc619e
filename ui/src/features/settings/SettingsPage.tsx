// The screen of Settings.
import { EmptyState, OutlineTiles } from "@/components/feedback/EmptyState";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Toolbar } from "@/components/layout/Toolbar";

export function SettingsPage() {
  return (
    <Page>
      <Toolbar title="Settings" />
      <PageBody>
        <Main>
          <EmptyState
            picture={<OutlineTiles columns={5} rows={2} />}
            title="Settings"
            text="Servers, keys, storage and looks."
          />
        </Main>
      </PageBody>
    </Page>
  );
}
