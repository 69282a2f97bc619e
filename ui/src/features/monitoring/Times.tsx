// How long a picture takes, by model and size, from what was made.
import { type ModelStats, useRead } from "@/api";
import { Table } from "@/components/data/Table";
import { ErrorNote } from "@/components/feedback/ErrorNote";
import { Panel } from "@/components/layout/Panel";
import { useWords } from "@/components/text/words";

export function Times() {
  const words = useWords();
  const stats = useRead("images.stats", {});
  const rate = stats.data?.success_rate;
  return (
    <Panel
      title="Time a picture"
      aside={rate == null ? undefined : `${words.count(Math.round(rate * 100))} % came out`}
      padded={false}
    >
      {stats.error && <ErrorNote className="m-2" what="The figures could not be read" error={stats.error} />}
      <Table<ModelStats>
        label="Time a picture"
        rows={stats.data?.by_model ?? []}
        rowKey={({ model, width, height }) => `${model} ${width} ${height}`}
        empty={stats.isPending ? "Reading" : "No picture was made yet."}
        columns={[
          {
            id: "model",
            head: "Model",
            cell: ({ model }) => (
              <span className="block max-w-[132px] truncate slim:max-w-none" title={model}>
                {model.replace(/\.(safetensors|ckpt)$/, "")}
              </span>
            ),
          },
          {
            id: "size",
            head: "Size",
            right: true,
            cell: ({ width, height }) => <span className="whitespace-nowrap">{`${width} × ${height}`}</span>,
          },
          { id: "made", head: "Made", right: true, cell: ({ made }) => words.count(made) },
          {
            id: "failed",
            head: "Failed",
            right: true,
            cell: ({ failed }) => (failed === 0 ? "–" : words.count(failed)),
          },
          {
            id: "time",
            head: "Time",
            right: true,
            cell: ({ mean_seconds }) => (
              <span className="whitespace-nowrap">
                {mean_seconds === null ? "not known" : `${mean_seconds.toFixed(1)} s`}
              </span>
            ),
          },
        ]}
      />
    </Panel>
  );
}
