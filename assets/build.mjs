// Builds the files the site serves. Same sources in, same bytes out: no hashes, no dates, no paths.
import { build } from "esbuild";
import { copyFileSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const out = process.argv[2] ?? here("../src/passaparola/web/site/static/pp");

const shared = {
  absWorkingDir: here("."),
  bundle: true,
  minify: true,
  legalComments: "inline",
  charset: "utf8",
  target: ["es2020", "chrome100", "firefox100", "safari15.4"],
  logLevel: "warning",
};

const bundles = [
  { entryPoints: ["app/index.js"], outfile: `${out}/app.js`, format: "iife" },
  { entryPoints: ["css/app.css"], outfile: `${out}/app.css` },
  { entryPoints: ["compose/index.js"], outfile: `${out}/compose.js`, format: "iife" },
  { entryPoints: ["compose/compose.css"], outfile: `${out}/compose.css` },
  { entryPoints: ["calendar/index.js"], outfile: `${out}/calendar.js`, format: "iife" },
  { entryPoints: ["calendar/calendar.css"], outfile: `${out}/calendar.css` },
  { entryPoints: ["inbox/index.js"], outfile: `${out}/inbox.js`, format: "iife" },
  { entryPoints: ["inbox/inbox.css"], outfile: `${out}/inbox.css` },
  { entryPoints: ["css/feed.css"], outfile: `${out}/feed.css` },
  { entryPoints: ["map/index.js"], outfile: `${out}/map.js`, format: "iife" },
  { entryPoints: ["map/map.css"], outfile: `${out}/map.css` },
];

for (const bundle of bundles) {
  await build({ ...shared, ...bundle });
  const bytes = readFileSync(bundle.outfile);
  const name = bundle.outfile.split("/").pop().padEnd(8);
  console.log(`${name} ${String(bytes.length).padStart(8)} B ${String(gzipSync(bytes, { level: 9 }).length).padStart(8)} B gzip`);
}
copyFileSync(here("mark.svg"), `${out}/mark.svg`);
