// The larger components: cards, contact sheet, table, queue, drawer, empty and error states, dialogs.
import { Check, Copy, Download, Ellipsis, Expand, RefreshCw, Shuffle, Square, Trash2, X } from "lucide-react";
import { useRef, useState } from "react";
import { say } from "@/api";
import { Button, IconButton } from "@/components/button/Button";
import { Facts } from "@/components/data/Facts";
import { QueueRow } from "@/components/data/QueueRow";
import { StatusDot } from "@/components/data/StatusDot";
import { Table } from "@/components/data/Table";
import { DropZone, PICTURES } from "@/components/drop/DropZone";
import { EmptyState, OutlineTiles } from "@/components/feedback/EmptyState";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Select } from "@/components/form/Select";
import { Drawer, Section } from "@/components/layout/Drawer";
import { Main, Page, PageBody } from "@/components/layout/Page";
import { Panel } from "@/components/layout/Panel";
import { TabPanel, Tabs } from "@/components/layout/Tabs";
import { Toolbar } from "@/components/layout/Toolbar";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { Dialog } from "@/components/overlay/Dialog";
import { Menu } from "@/components/overlay/Menu";
import { CharacterCard } from "@/components/picture/CharacterCard";
import { ContactTile } from "@/components/picture/ContactTile";
import { ApiError } from "@/host";
import { art } from "./art";

const SERVICES = [
  { name: "ComfyUI", state: "Running", address: "127.0.0.1:8188", answer: "38 ms" },
  { name: "Ollama", state: "Idle", address: "127.0.0.1:11434", answer: "6 ms" },
];
const MEMORY = new ApiError(
  "upstream_error",
  "The upscale needs about 21 GB, 17 GB were free. The picture before it is safe.",
  {
    exception: "torch.OutOfMemoryError",
    node: "UltimateSDUpscale",
  },
);
const ZONES = Intl.supportedValuesOf("timeZone").map((zone) => ({ value: zone, label: zone }));

export function LargePage() {
  const [part, setPart] = useState("identity");
  const [asking, setAsking] = useState(false);
  const [failing, setFailing] = useState(false);
  const [zone, setZone] = useState("Europe/Lisbon");
  const says = useRef(0);
  return (
    <Page>
      <Toolbar
        title="Mira Solano"
        aside="27, Lisbon"
        onBack={() => {}}
        actions={
          <>
            <Button onClick={() => setAsking(true)}>Ask</Button>
            <Button onClick={() => setFailing(true)}>Fail</Button>
            <Button
              onClick={() => {
                says.current += 1;
                say("done", { title: "Published to Bluesky", body: "Ines, 14:57, confirmed on Bluesky" });
                say("undo", {
                  title: "4 pictures moved to trash",
                  body: "Kept for 30 days",
                  action: { label: "Undo", run: () => {} },
                });
                say("error", { title: "Mira was not saved", body: "The disk is full.", raw: "SQLITE_FULL" });
              }}
            >
              Say
            </Button>
            <Menu
              trigger={<IconButton icon={Ellipsis} label="More" />}
              entries={[
                { label: "Copy", icon: Copy, shortcut: "Ctrl+C", onSelect: () => {} },
                { label: "Large", checked: true, onSelect: () => {} },
                { label: "Save", icon: Download, off: "Nothing is selected", onSelect: () => {} },
                "line",
                { heading: "Danger" },
                { label: "Move to trash", icon: Trash2, danger: true, shortcut: "Delete", onSelect: () => {} },
              ]}
            />
          </>
        }
      />
      <Tabs
        label="Parts"
        value={part}
        onChange={setPart}
        tabs={[
          { value: "profile", label: "Profile" },
          { value: "identity", label: "Identity" },
          { value: "styles", label: "Styles", count: 4 },
        ]}
      >
        <TabPanel value={part}>
          <PageBody>
            <Main label="Parts of Mira">
              <div className="mb-4 grid grid-cols-[repeat(auto-fill,minmax(300px,1fr))] gap-4">
                <CharacterCard
                  name="Mira Solano"
                  facts="27, Lisbon"
                  bio="Ceramics, film cameras, slow mornings"
                  pictures={[0, 1, 2, 3, 4].map(art)}
                  platforms={["instagram", "x", "bluesky"]}
                  foot="Today 19:00"
                  action={<Button size="s">Review 36</Button>}
                  hoverActions={
                    <>
                      <Button size="s">Generate</Button>
                      <IconButton size="s" icon={Ellipsis} label="More of Mira" />
                    </>
                  }
                  onOpen={() => {}}
                />
                <CharacterCard
                  name="Noor Aydin"
                  facts="38, Istanbul"
                  bio="Jazz on late radio"
                  pictures={[]}
                  platforms={["mastodon"]}
                  paused
                  foot="Paused since 12 Nov"
                  onOpen={() => {}}
                />
              </div>
              <div className="mb-4 grid auto-rows-[180px] grid-cols-5 gap-1.5">
                <ContactTile
                  state="done"
                  url={art(2)}
                  alt="Picture of Mira, not described yet"
                  cursor
                  score={0.88}
                  buttons={
                    <>
                      <IconButton size="s" icon={Check} label="Approve" />
                      <IconButton size="s" icon={X} label="Reject" />
                      <IconButton size="s" icon={Shuffle} label="Vary" />
                      <IconButton size="s" icon={Expand} label="Upscale" />
                    </>
                  }
                />
                <ContactTile state="running" previewUrl={art(3)} value={0.58} words="Step 14 of 24" />
                <ContactTile state="waiting" next />
                <ContactTile state="waiting" />
                <ContactTile state="failed" reason="The graphics card ran out of memory" onRetry={() => {}} />
                <ContactTile
                  state="done"
                  url={art(1)}
                  alt="Picture of Mira, not described yet"
                  approval="approved"
                  note="Made at 768 × 960 instead of 1024 × 1280: the GPU’s memory ran out."
                />
                <ContactTile
                  state="failed"
                  reason="ComfyUI stopped in the node KSampler"
                  retryLabel="Retry all 3"
                  onRetry={() => {}}
                  onDetails={() => {}}
                />
              </div>
              <Panel title="Services" aside="Read 4 s ago" padded={false} className="mb-4">
                <Table
                  label="Services"
                  rows={SERVICES}
                  rowKey={(row) => row.name}
                  empty="No services"
                  sort={{ column: "name", down: false }}
                  onSort={() => {}}
                  columns={[
                    {
                      id: "name",
                      head: "Service",
                      sorts: true,
                      cell: (row) => <span className="font-label">{row.name}</span>,
                    },
                    {
                      id: "state",
                      head: "State",
                      cell: (row) => (
                        <span className="flex items-center gap-1.5">
                          <StatusDot health="ok" /> {row.state}
                        </span>
                      ),
                    },
                    {
                      id: "address",
                      head: "Address",
                      wideOnly: true,
                      cell: (row) => <span className="font-mono text-ink-2">{row.address}</span>,
                    },
                    { id: "answer", head: "Answer", right: true, cell: (row) => row.answer },
                    {
                      id: "do",
                      head: <span className="sr-only">Actions</span>,
                      right: true,
                      cell: (row) => (
                        <>
                          <IconButton size="s" icon={RefreshCw} label={`Restart ${row.name}`} />
                          <IconButton size="s" icon={Square} label={`Stop ${row.name}`} />
                        </>
                      ),
                    },
                  ]}
                />
              </Panel>
              <ErrorNote
                what="The graphics card ran out of memory"
                error={MEMORY}
                who="ComfyUI"
                action={<Button size="s">Use 1536</Button>}
              />
              <div className="mt-4 grid grid-cols-2 gap-4">
                <EmptyState
                  picture={<OutlineTiles columns={5} rows={2} />}
                  title="Nothing in the library"
                  text="Pictures you make land here. You can also drop files or a folder anywhere in this window."
                  actions={
                    <>
                      <Button kind="primary">Make the first picture</Button>
                      <Button kind="quiet">Import</Button>
                    </>
                  }
                />
                <DropZone
                  title="Drop pictures here"
                  hint="At least 512 px, one adult face"
                  choose={PICTURES}
                  describe={({ count }) => ({ title: `Add ${count} references to Mira` })}
                  onFiles={() => {}}
                />
              </div>
            </Main>
            <Drawer
              label="Detail"
              foot={
                <Button kind="primary" className="w-full">
                  Use in Studio
                </Button>
              }
            >
              <Section>
                <p className="font-title">mira-0419-ochre-03.png</p>
                <p className="text-12 text-ink-3">1024 × 1280, 2.1 MB, today 09:42</p>
              </Section>
              <Section
                title="Recipe"
                aside={
                  <Button size="s" kind="quiet" icon={RefreshCw}>
                    Make again
                  </Button>
                }
              >
                <Facts
                  facts={[
                    { name: "Model", value: "flux2-dev-fp8" },
                    { name: "Seed", value: "81 204 417 350", mono: true },
                    { name: "Steps", value: "24, euler, simple, cfg 3.5" },
                  ]}
                />
              </Section>
              <Section title="Up next" aside="2 jobs">
                <QueueRow
                  state="waiting"
                  pictureUrl={art(4)}
                  name="Juno, ridge at dawn"
                  aside="6, about 75 s"
                  actions={<IconButton size="s" icon={X} label="Cancel" />}
                />
                <QueueRow state="held" pictureUrl={art(5)} name="Teo, plate from above" aside="after 22:00" />
                <QueueRow state="asks" pictureUrl={art(6)} name="Kaia, upscale to 2048" aside="1 of 2 asks" />
              </Section>
              <Section title="Zone">
                <Select label="Time zone" value={zone} onChange={setZone} choices={ZONES} search="Find a zone" />
              </Section>
            </Drawer>
          </PageBody>
        </TabPanel>
      </Tabs>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Delete this post on X too?"
        text="412 likes and 31 replies go with it. X cannot bring it back."
        safe="Keep it"
        action="Delete on both"
        other={{ label: "Delete here only", onAction: () => {} }}
        onAction={() => {}}
      />
      <Dialog
        open={failing}
        onClose={() => setFailing(false)}
        title="The graphics card ran out of memory"
        text="Kaia’s upscale to 2048 × 2560 needs about 21 GB, 17 GB were free. The picture before it is safe, and the queue goes on."
        icon={X}
        tone="bad"
        foot={
          <>
            <Button kind="quiet" onClick={() => setFailing(false)}>
              Close
            </Button>
            <Button kind="primary">Make it at 1536</Button>
          </>
        }
      />
    </Page>
  );
}
