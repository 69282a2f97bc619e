// What the creator says of a picture: tags, description, folder, rating. Each is kept when it is left.
import { useState } from "react";
import type { Output } from "@/api";
import { ChipInput } from "@/components/form/ChipInput";
import { Select } from "@/components/form/Select";
import { TextArea } from "@/components/form/TextArea";
import { Section } from "@/components/layout/Drawer";
import { Describe } from "./Describe";
import * as decisions from "./decide";
import { RATINGS } from "./filters";

type Details = Output<"content.get">;
type Rating = Details["rating"];

const LONGEST_TAG = 60;

export function Notes({ item, folders }: { item: Details; folders: readonly string[] }) {
  const [tagError, setTagError] = useState<string>();
  const setTags = (tags: string[]) => {
    const wrong = tags.find((tag) => tag.length > LONGEST_TAG);
    setTagError(wrong ? `A tag has at most ${LONGEST_TAG} letters` : undefined);
    if (wrong) return;
    void decisions.changeTags(
      item.id,
      tags.filter((tag) => !item.tags.includes(tag)),
      item.tags.filter((tag) => !tags.includes(tag)),
    );
  };
  return (
    <Section title="Notes" aside={<Describe item={item} />}>
      <div className="grid gap-3">
        <ChipInput label="Tags" values={item.tags} error={tagError} placeholder="Add a tag" onChange={setTags} />
        <Description key={item.description} item={item} />
        <Select
          label="Folder"
          search="Find or name a folder"
          ownText
          placeholder="In no folder"
          choices={[
            { value: "", label: "In no folder" },
            ...folders.map((folder) => ({ value: folder, label: folder })),
          ]}
          value={item.folder_path}
          onChange={(folder) => void decisions.putInFolder({ content_ids: [item.id] }, folder)}
        />
        <Select
          label="Rating"
          choices={Object.entries(RATINGS).map(([value, label]) => ({ value, label }))}
          value={item.rating}
          onChange={(rating) =>
            void decisions.change(
              item.id,
              { rating: rating as Rating },
              { rating: item.rating },
              { failed: "The rating was not kept", label: "change a rating" },
            )
          }
        />
      </div>
    </Section>
  );
}

function Description({ item }: { item: Details }) {
  const [text, setText] = useState(item.description);
  const keep = () => {
    if (text.trim() === item.description) return;
    void decisions.change(
      item.id,
      { description: text.trim() },
      { description: item.description },
      { failed: "The description was not kept", label: "change a description" },
    );
  };
  return (
    <TextArea
      label="Description"
      hint="Read out to those who do not see the picture"
      lines={2}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.blur();
        if (event.key === "Escape") setText(item.description);
      }}
    />
  );
}
