// The drawn people that stand for pictures.
const found = import.meta.glob<string>("../src/features/welcome/art/*.svg", {
  eager: true,
  import: "default",
  query: "?url",
});

export const ART: readonly string[] = Object.values(found);

/** The picture at a place, going round. */
export const art = (index: number): string => ART[index % ART.length] ?? "";
