// The base components in their states, in the order of the design's sheet.
import { Check, Clock, Plus, RefreshCw, Search, Trash2, Undo2, X } from "lucide-react";
import { useState } from "react";
import { Button, type ButtonProps, IconButton } from "@/components/button/Button";
import { FacetRow } from "@/components/data/FacetRow";
import { Meter } from "@/components/data/Meter";
import { PlatformMark } from "@/components/data/PlatformMark";
import { Progress } from "@/components/data/Progress";
import { ShareBar } from "@/components/data/ShareBar";
import { SparkLine } from "@/components/data/SparkLine";
import { ApprovalTag, StateTag } from "@/components/data/StateTag";
import { StatusDot } from "@/components/data/StatusDot";
import { Note } from "@/components/feedback/Note";
import { Checkbox } from "@/components/form/Checkbox";
import { Chip } from "@/components/form/Chip";
import { ChipInput } from "@/components/form/ChipInput";
import { PromptField } from "@/components/form/PromptField";
import { RadioCards } from "@/components/form/RadioCards";
import { Segments } from "@/components/form/Segments";
import { Select } from "@/components/form/Select";
import { Slider } from "@/components/form/Slider";
import { Switch } from "@/components/form/Switch";
import { SearchField, TextField } from "@/components/form/TextField";
import { PictureTile } from "@/components/picture/PictureTile";
import { art } from "./art";
import { Part, Shown } from "./Part";

const KINDS: readonly [name: string, props: ButtonProps][] = [
  ["Primary", { kind: "primary", icon: Plus, children: "New post" }],
  ["Secondary", { icon: RefreshCw, children: "Refresh" }],
  ["Quiet", { kind: "quiet", icon: Undo2, children: "Undo" }],
  ["Danger", { kind: "danger", icon: Trash2, children: "Delete 4" }],
];
const LOAD = [3, 5, 8, 8, 7, 4, 2, 3, 6, 9, 9, 8, 5, 6, 7];

export function BasePage() {
  const [on, setOn] = useState(true);
  const [week, setWeek] = useState("week");
  const [zone, setZone] = useState("Europe/Lisbon");
  const [amount, setAmount] = useState(60);
  const [words, setWords] = useState(["bicycles", "open water"]);
  const [way, setWay] = useState("lora");
  const [prompt, setPrompt] = useState("Close portrait on __colour__ seamless backdrop, soft key from the left, 85 mm");

  return (
    <main className="h-full overflow-y-auto p-6">
      <h1 className="sr-only">Components</h1>
      <div className="grid grid-cols-2 gap-8 slim:grid-cols-1">
        <div className="min-w-0">
          <Part title="Buttons">
            <div className="grid grid-cols-[80px_repeat(4,max-content)] items-center justify-items-start gap-2 text-12 text-ink-3">
              {KINDS.map(([name, props]) => (
                <div key={name} className="contents">
                  <span>{name}</span>
                  <Button {...props} />
                  <Button {...props} off="Nothing is selected" />
                  <Button {...props} busy />
                  <Button {...props} size="s" />
                </div>
              ))}
              <span>Icon</span>
              <span className="flex gap-1">
                <IconButton icon={RefreshCw} label="Refresh" shortcut="R" />
                <IconButton icon={Check} label="Approve" toggled />
                <IconButton icon={X} label="Close" size="s" />
              </span>
              <Button shortcut="Ctrl+Enter" kind="primary" size="l">
                Generate 8
              </Button>
              <Button busy>Save</Button>
              <IconButton icon={Trash2} label="Delete" kind="danger" off="Nothing is selected" />
            </div>
          </Part>
          <Part title="Fields">
            <div className="grid grid-cols-3 gap-3">
              <TextField label="Default" placeholder="Name" />
              <TextField label="Unit" aside="1 to 64" defaultValue="8" end="pictures" />
              <TextField label="Disabled" off="The style sets it" defaultValue="From the style" />
              <TextField label="Error" defaultValue="16" error="Characters are 18 or over" />
              <Select
                label="Choice"
                value={zone}
                onChange={setZone}
                choices={[
                  { value: "Europe/Lisbon", label: "Europe/Lisbon" },
                  { value: "Europe/Paris", label: "Europe/Paris", hint: "one hour later" },
                ]}
              />
              <Select label="Loading" loading value={undefined} onChange={() => {}} choices={[]} />
            </div>
            <div className="mt-3 grid grid-cols-2 gap-3">
              <PromptField label="Prompt" value={prompt} onChange={setPrompt} refused={["soft"]} />
              <div className="grid gap-3">
                <ChipInput label="Interests" values={words} onChange={setWords} />
                <SearchField label="Prompt, tag, seed, model" icon={Search} shortcut="/" />
              </div>
            </div>
          </Part>
          <Part title="Switch, check, choice, slider, segments, chips">
            <div className="flex flex-wrap items-center gap-4">
              <Switch label="Off" labelHidden checked={false} onChange={() => {}} />
              <Switch label="On" labelHidden checked={on} onChange={setOn} />
              <Switch label="Cannot" labelHidden off="ComfyUI is off" checked={false} onChange={() => {}} />
              <Checkbox label="None" labelHidden checked={false} onChange={() => {}} />
              <Checkbox label="All" labelHidden checked onChange={() => {}} />
              <Checkbox label="Some" labelHidden checked="mixed" onChange={() => {}} />
              <Slider
                label="Tile width"
                labelHidden
                min={0}
                max={100}
                value={amount}
                onChange={setAmount}
                className="w-[110px]"
              />
              <Segments
                label="View"
                value={week}
                onChange={setWeek}
                choices={[
                  { value: "week", label: "Week" },
                  { value: "month", label: "Month" },
                ]}
              />
              <Chip look="outline">tag</Chip>
              <Chip look="selected" onRemove={() => {}}>
                Mira
              </Chip>
            </div>
            <div className="mt-3 grid grid-cols-2 items-start gap-4">
              <Slider
                label="Manner"
                start="Reserved"
                end="Outgoing"
                centred
                min={0}
                max={100}
                value={amount}
                onChange={setAmount}
              />
              <Switch
                label="AI label on everything"
                hint="In the file and by each platform’s own flag."
                checked={on}
                onChange={setOn}
              />
            </div>
          </Part>
          <Part title="Picture tile">
            <div className="grid grid-cols-8 gap-2 *:*:first:h-[95px]">
              <Shown name="Default">
                <PictureTile url={art(0)} alt="" />
              </Shown>
              <Shown name="Hover">
                <PictureTile url={art(0)} alt="" onCheck={() => {}} />
              </Shown>
              <Shown name="Cursor">
                <PictureTile url={art(0)} alt="" cursor />
              </Shown>
              <Shown name="Selected">
                <PictureTile url={art(0)} alt="" selected />
              </Shown>
              <Shown name="Pending">
                <PictureTile url={art(0)} alt="" approval="pending" clip="0:06" />
              </Shown>
              <Shown name="Rejected">
                <PictureTile url={art(0)} alt="" approval="rejected" />
              </Shown>
              <Shown name="Below limit">
                <PictureTile url={art(0)} alt="" score={0.61} belowLimit />
              </Shown>
              <Shown name="Loading">
                <PictureTile url={undefined} alt="" />
              </Shown>
            </div>
          </Part>
          <Part title="Progress">
            <div className="grid grid-cols-4 gap-5">
              <Progress label="Making 5 of 8" value={0.58} />
              <Progress label="Paused at 31%" value={0.31} state="paused" />
              <Progress label="Stopped at 74%" value={0.74} state="failed" />
              <Progress label="Reading models" value={null} />
            </div>
          </Part>
        </div>
        <div className="min-w-0">
          <Part title="Notes">
            <div className="grid gap-1.5">
              <Note tone="info">ComfyUI was updated to 0.3.71. Two workflows gained inputs.</Note>
              <Note tone="warn" action={<Button size="s">Show</Button>}>
                2 nodes missing on the server
              </Note>
              <Note tone="bad">The sign-in ran out yesterday. 1 post waits.</Note>
              <Note>Saved as you change it.</Note>
            </div>
          </Part>
          <Part title="State tags and marks">
            <div className="flex flex-wrap items-center gap-2">
              <ApprovalTag approval="pending" />
              <ApprovalTag approval="approved" />
              <ApprovalTag approval="rejected" />
              <StateTag tone="info" icon={Clock}>
                Scheduled
              </StateTag>
              <StateTag>Fictional</StateTag>
              <PlatformMark platform="instagram" />
              <PlatformMark platform="x" off />
              {(["ok", "warn", "bad", "off", "busy"] as const).map((health) => (
                <StatusDot key={health} health={health} label={health} />
              ))}
            </div>
          </Part>
          <Part title="Facet rows">
            <div className="w-[192px]">
              <FacetRow icon={Clock} name="Pending" count={36} selected={false} onToggle={() => {}} />
              <FacetRow icon={Check} name="Approved" count={4382} selected onToggle={() => {}} />
              <FacetRow icon={X} name="Rejected" count={0} selected={false} onToggle={() => {}} />
              <FacetRow box name="flux2-dev-fp8" count={undefined} selected onToggle={() => {}} />
            </div>
          </Part>
          <Part title="Choice with sentences">
            <RadioCards
              label="Consistency"
              labelHidden
              value={way}
              onChange={setWay}
              choices={[
                { value: "lora", label: "LoRA with reference", hint: "Steadiest. mira-v3 and the primary picture." },
                {
                  value: "picture",
                  label: "Reference picture only",
                  hint: "No training, a little freer.",
                  aside: "needs 14 GB",
                },
                { value: "instant", label: "InstantID", off: "2 nodes missing on the server" },
              ]}
            />
          </Part>
          <Part title="Shares of a whole">
            <ShareBar
              className="w-[320px]"
              label="Disk"
              whole={931}
              shares={[
                { name: "Models", size: 354, said: "354 GB" },
                { name: "Library", size: 84, said: "84 GB" },
                { name: "Thumbnails and backups", size: 37, said: "37 GB" },
              ]}
            />
          </Part>
          <Part title="Meter and line">
            <div className="flex max-w-[320px] items-center gap-3 text-12">
              <span className="w-20 flex-none text-ink-2">Same face</span>
              <Meter label="Same face" value={0.88} limit={0.8} tone="ok" valueText="0.88, your limit 0.80" /> 0.88
            </div>
            <SparkLine
              label="Memory"
              values={LOAD}
              say={(value) => `${value} GB`}
              tone="accent"
              className="mt-3 w-[160px]"
            />
          </Part>
        </div>
      </div>
    </main>
  );
}
