// What lies over every screen when a key asks for it: a bundle of its own.
export { CommandPalette } from "./CommandPalette";
export { KeysSheet } from "./KeysSheet";
