// The tab Characters: the cast as cards, one character, and adding one.
export { AddCharacterPage } from "./AddCharacterPage";
export { CharacterPage } from "./CharacterPage";
export { CharactersPage } from "./CharactersPage";
