// Joins class names; of two that set the same thing the later one counts.
import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["11", "12", "13", "15", "18", "24"],
      "font-weight": ["text", "label", "title"],
      radius: ["1", "2", "3", "4", "full"],
      shadow: ["pop", "modal", "lift"],
    },
  },
});

export const cx = (...classes: ClassValue[]): string => merge(clsx(classes));
