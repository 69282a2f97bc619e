// The tab Library.
export { LibraryPage } from "./LibraryPage";
