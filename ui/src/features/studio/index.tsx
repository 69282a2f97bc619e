// The tab Studio.
export { StudioPage } from "./StudioPage";
