// The first screen.
export { WelcomePage } from "./WelcomePage";
