// The parts of one thing (a character's Profile, Identity, Styles): a line of words below the toolbar.
import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "../cx";

export interface Tab<V extends string> {
  value: V;
  label: string;
  count?: number;
}

export interface TabsProps<V extends string> {
  label: string;
  tabs: readonly Tab<V>[];
  value: V;
  onChange: (value: V) => void;
  /** The parts, each in a `TabPanel`. */
  children: ReactNode;
}

export function Tabs<V extends string>({ label, tabs, value, onChange, children }: TabsProps<V>) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => onChange(next as V)}
      activationMode="manual"
      className="flex min-h-0 flex-1 flex-col"
    >
      <section aria-label={label} className="flex-none border-b border-line">
        <Radix.List
          aria-label={label}
          className="-mb-px flex h-9 gap-5 overflow-x-auto overflow-y-hidden px-6 slim:px-4"
        >
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.value}
              value={tab.value}
              className={cx(
                "inset-focus flex items-center gap-1.5 border-b-2 border-transparent font-label whitespace-nowrap text-ink-2 hover:text-ink",
                "data-[state=active]:border-accent data-[state=active]:text-ink",
              )}
            >
              {tab.label}
              {tab.count !== undefined && <span className="text-12 font-text text-ink-3">{tab.count}</span>}
            </Radix.Trigger>
          ))}
        </Radix.List>
      </section>
      {children}
    </Radix.Root>
  );
}

export function TabPanel({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Radix.Content value={value} className="flex min-h-0 flex-1 focus-visible:outline-none">
      {children}
    </Radix.Content>
  );
}
