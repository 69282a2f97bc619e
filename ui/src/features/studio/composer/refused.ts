// The words that the program refuses stand in its sentence between quotation marks.
export function refusedWords(sentence: string | undefined): string[] {
  const found = sentence?.match(/“([^”]+)”/u)?.[1];
  return found ? [found] : [];
}
