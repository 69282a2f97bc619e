// The keys of the whole program, the one place where they are given: what each action is called, on which
// screen it is, and its key. Screens offer actions by these ids; Settings and the keys sheet list them.

export interface Keyed {
  /** A verb and its object, sentence case. */
  label: string;
  /** The screen or place where it can be taken; a heading in the palette, the keys sheet and Settings. */
  group: string;
  /** E.g. "Ctrl+K", "A", "Alt+ArrowUp". Absent: none, until the creator gives it one. */
  shortcut?: string;
}

const of = <A extends Record<string, readonly [label: string, shortcut?: string]>>(
  group: string,
  actions: A,
): Record<keyof A, Keyed> =>
  Object.fromEntries(
    Object.entries(actions).map(([id, [label, shortcut]]): [string, Keyed] => [
      id,
      { label, group, ...(shortcut ? { shortcut } : {}) },
    ]),
  ) as Record<keyof A, Keyed>;

/** The tabs' own keys, Ctrl 1 and on, follow their order in the sidebar and are given there. */
export const KEYMAP = {
  ...of("Go", {
    "go.preferences": ["Settings", "Ctrl+,"],
    "app.search": ["Search this screen", "/"],
    "app.generate": ["Generate", "G"],
  }),
  ...of("Edit", {
    "app.undo": ["Undo", "Ctrl+Z"],
    "app.redo": ["Redo", "Ctrl+Shift+Z"],
  }),
  ...of("Window", {
    "app.palette": ["Command palette", "Ctrl+K"],
    "app.keys": ["Show the keys of this screen", "?"],
    "app.sidebar": ["Fold the sidebar", "Ctrl+B"],
    "app.next_region": ["Next region", "F6"],
    "app.last_region": ["Previous region", "Shift+F6"],
    "app.notices": ["To the newest notice", "F8"],
    "app.zoom_in": ["Make everything larger", "Ctrl++"],
    "app.zoom_in_2": ["Make everything larger", "Ctrl+="],
    "app.zoom_out": ["Make everything smaller", "Ctrl+-"],
    "app.zoom_reset": ["Set the size back", "Ctrl+0"],
    "app.theme": ["Switch dark, light, system"],
  }),
  ...of("Characters", {
    "characters.add": ["Add character", "N"],
    "characters.send": ["Add this character", "Ctrl+Enter"],
    "characters.refresh_models": ["Refresh models"],
    "characters.import": ["Import a character’s file"],
  }),
  ...of("Studio", {
    "studio.generate": ["Generate", "Ctrl+Enter"],
    "studio.cancel": ["Cancel the running job", "Ctrl+."],
    "studio.pause": ["Pause or resume the queue"],
    "studio.approve": ["Approve", "A"],
    "studio.reject": ["Reject", "R"],
    "studio.vary": ["Vary", "V"],
    "studio.upscale": ["Upscale", "U"],
    "studio.compare": ["Compare", "C"],
    "studio.undo": ["Undo", "Z"],
  }),
  ...of("Batch sheet", {
    "studio.add_batch": ["Add the sheet to the queue", "Ctrl+Enter"],
  }),
  ...of("Scheduling", {
    "scheduling.new": ["New post", "N"],
    "scheduling.fill": ["Fill week"],
    "scheduling.today": ["Go to today", "T"],
    "scheduling.before": ["Earlier", "["],
    "scheduling.after": ["Later", "]"],
    "scheduling.close": ["Close the detail", "Escape"],
  }),
  ...of("Rules", {
    "rules.add": ["Add task", "N"],
  }),
  ...of("Fill week", {
    "fill.approve": ["Approve, then on", "A"],
    "fill.replace": ["Replace the picture", "R"],
    "fill.edit": ["Edit the caption", "E"],
    "fill.undo": ["Take the last change back", "Z"],
    "fill.next": ["Next row", "ArrowDown"],
    "fill.last": ["Row before", "ArrowUp"],
  }),
  ...of("New post", {
    "compose.schedule": ["Schedule", "Ctrl+Enter"],
  }),
  ...of("Library", {
    "library.approve": ["Approve", "A"],
    "library.reject": ["Reject", "R"],
    "library.pend": ["Set back to pending"],
    "library.tag": ["Add tag", "T"],
    "library.folder": ["Put into folder"],
    "library.trash": ["Move to trash", "Delete"],
    "library.compare": ["Compare two", "C"],
    "library.review": ["Review"],
    "library.detail": ["Show or hide the detail", "Ctrl+I"],
    "library.clear": ["Clear the selection, then close the detail", "Escape"],
  }),
  ...of("Review", {
    "review.approve": ["Approve, then on", "A"],
    "review.reject": ["Reject, then on", "R"],
    "review.slot": ["Approve into the next slot, then on", "S"],
    "review.back": ["Take the last decision back", "Z"],
    "review.vary": ["Vary", "V"],
    "review.look": ["Look large", "Space"],
    "review.next": ["Next picture", "ArrowRight"],
    "review.last": ["Picture before", "ArrowLeft"],
    "review.left": ["Keys act on the left", "1"],
    "review.right": ["Keys act on the right", "2"],
    "review.swap": ["Swap sides", "F"],
    "review.leave": ["Leave the review", "Escape"],
  }),
  ...of("Trash", {
    "trash.restore": ["Restore", "Enter"],
    "trash.back": ["Back to the library", "Escape"],
  }),
  ...of("Prompts", {
    "prompts.new": ["New one of the kind shown", "N"],
    "prompts.generate": ["Generate with AI", "G"],
  }),
  ...of("Monitoring", {
    "monitoring.refresh": ["Refresh status", "R"],
  }),
} as const satisfies Record<string, Keyed>;

export type KeyedId = keyof typeof KEYMAP;

/** The headings of what works on every screen. */
export const EVERYWHERE: readonly string[] = ["Go", "Edit", "Window"];

export interface FixedKeys {
  group: string;
  rows: readonly (readonly [keys: readonly string[], does: string])[];
  /** What stands on a screen where these keys work; absent: nothing that could be asked about them. */
  shownBy?: string;
}

/** Keys to which a part of a screen listens itself: they stay as they are. */
export const FIXED_KEYS: readonly FixedKeys[] = [
  {
    group: "Grids of pictures",
    shownBy: '[role="grid"]',
    rows: [
      [["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"], "Move, with Shift extend"],
      [["Home", "End"], "First, last"],
      [["PageUp", "PageDown"], "A screen further"],
      [["Space"], "Look large"],
      [["Enter"], "Open the detail"],
      [["X"], "Take in or leave out"],
      [["Ctrl+A"], "Take all that is filtered"],
    ],
  },
  {
    group: "Looking large",
    rows: [
      [["ArrowLeft", "ArrowRight"], "Picture before, next picture"],
      [["Home", "End"], "First, last"],
      [["A", "R"], "Approve, reject"],
      [["+", "-"], "Larger, smaller"],
      [["0"], "Fit into the window"],
      [["Space", "Escape"], "Close"],
    ],
  },
  {
    group: "Comparing in Studio",
    rows: [
      [["1", "2"], "Which side the keys act on"],
      [["ArrowLeft", "ArrowRight"], "Picture before, next picture"],
      [["F"], "Swap sides"],
      [["A", "R", "V"], "Approve, reject, vary"],
    ],
  },
  {
    group: "Lists",
    shownBy: '[role="listbox"], [data-row]',
    rows: [
      [["ArrowUp", "ArrowDown"], "Move from row to row"],
      [["Alt+ArrowUp", "Alt+ArrowDown"], "Move in the queue"],
      [["Enter"], "Change, in Prompts"],
      [["Delete"], "Delete, in Prompts"],
    ],
  },
  {
    group: "Scheduling",
    rows: [
      [["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"], "From post to post, in the calendar"],
      [["M"], "Take a post up, then carry it with the arrows; Enter drops it"],
      [["1", "5"], "Take from the shelf, in Fill week"],
      [["Alt+1", "Alt+9"], "Preview of the first account to the ninth, in a new post"],
    ],
  },
  {
    group: "Dialogs",
    rows: [
      [["Ctrl+Enter"], "Keep it"],
      [["Escape"], "Close"],
    ],
  },
];
