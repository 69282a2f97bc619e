// A value that follows another once that has rested: what is typed is asked for when the hand stops.
import { useEffect, useState } from "react";

/** Rests so long after the last key, in ms. */
const REST_MS = 300;

export function useSettled<T>(value: T, rest_ms: number = REST_MS): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), rest_ms);
    return () => clearTimeout(timer);
  }, [value, rest_ms]);
  return settled;
}
