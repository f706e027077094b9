/** All words of this language, one file per part of the site; a new file is found by itself. */
const files = import.meta.glob<Record<string, unknown>>("./*.json", { eager: true, import: "default" });

export default Object.fromEntries(
  Object.entries(files).map(([path, words]) => [path.replace(/^\.\/(.*)\.json$/, "$1"), words]),
);
