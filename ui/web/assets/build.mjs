// Builds what the browser gets into dist/: every file under a name that holds
// a hash of its content, with a gzip and a brotli copy beside it, and
// manifest.json that leads from the plain name to the hashed one.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(here, "dist");
const fonts = "node_modules/@fontsource/be-vietnam-pro/files";
const manifest = {};

async function empty() {
  await mkdir(dist, { recursive: true });
  for (const name of await readdir(dist)) {
    if (name !== ".gitkeep") await rm(path.join(dist, name), { recursive: true });
  }
}

async function put(name, content) {
  const bytes = Buffer.from(content);
  const { name: stem, ext } = path.parse(name);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const file = `${stem}-${hash}${ext}`;
  manifest[name] = file;
  await writeFile(path.join(dist, file), bytes);
  if (ext === ".woff2") return; // compressed already
  await writeFile(path.join(dist, file + ".gz"), gzipSync(bytes, { level: 9 }));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  await writeFile(path.join(dist, file + ".br"), brotliCompressSync(bytes, { params }));
}

async function putFonts() {
  for (const weight of [400, 600]) {
    for (const subset of ["latin", "vietnamese"]) {
      const from = `be-vietnam-pro-${subset}-${weight}-normal.woff2`;
      await put(`${subset}-${weight}.woff2`, await readFile(path.join(here, fonts, from)));
    }
  }
}

async function putScript() {
  const out = await esbuild.build({
    entryPoints: [path.join(here, "src/app.js")],
    bundle: true, minify: true, write: false, format: "iife", target: "chrome109", legalComments: "none",
  });
  await put("app.js", out.outputFiles[0].contents);
}

async function putStyle() {
  const out = sass.compile(path.join(here, "src/app.scss"), {
    style: "compressed",
    loadPaths: [path.join(here, "node_modules")],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  const css = out.css.replace(/url\(font:([\w-]+\.woff2)\)/g, (_, font) => {
    if (!manifest[font]) throw new Error(`app.scss names the font ${font}, which is not built`);
    return `url(${manifest[font]})`;
  });
  await put("app.css", css);
}

await empty();
await putFonts();
await putScript();
await putStyle();
await put("icon.svg", await readFile(path.join(here, "src/icon.svg")));
await writeFile(path.join(dist, "manifest.json"), JSON.stringify(manifest, null, 1) + "\n");
