// @ts-check
/*
 * `npm run pictures`: makes the pictures of the docs. Those of job summaries are taken by Chromium from the snapshots of
 * runs in test/scenarios/snapshots, which a test compares with what the code renders; that of the gap is drawn from
 * docs/gap.json. `npm run pictures -- build/bench.json` first takes into it what `npm run bench` has measured.
 *
 * docs/pictures.json says from which text each picture was made. A test compares that, and not the pixels, which differ
 * from one version of Chromium to the next.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { gapFacts, gapPicture } from './gap-picture.js';
import { PICTURES, pageOf, sourceHash } from './picture-sources.js';

const docs = new URL('../docs/', import.meta.url);

const [measured] = process.argv.slice(2);
const numbers = new URL('gap.json', docs);
if (measured !== undefined)
  writeFileSync(
    numbers,
    `${JSON.stringify(gapFacts(JSON.parse(readFileSync(measured, 'utf8'))), null, 2)}\n`,
  );
writeFileSync(new URL('gap.svg', docs), gapPicture(JSON.parse(readFileSync(numbers, 'utf8'))));
console.log('docs/gap.svg');
const browser = findBrowser();
if (browser === undefined) {
  console.error(
    'The pictures of job summaries need Chromium or Chrome, and none was found on PATH. Install one (Debian: apt install chromium fonts-inter fonts-noto-color-emoji fonts-dejavu-core), or name it in the environment variable CHROMIUM.',
  );
  process.exitCode = 1;
} else takeAll(browser);

/** @param {string} program */
function takeAll(program) {
  for (const name of Object.keys(PICTURES)) {
    take(program, name);
    console.log(`docs/${name}`);
  }
  const hashes = Object.fromEntries(Object.keys(PICTURES).map((name) => [name, sourceHash(name)]));
  writeFileSync(new URL('pictures.json', docs), `${JSON.stringify(hashes, null, 2)}\n`);
}

/**
 * Takes one picture, as high as its page.
 * @param {string} program
 * @param {string} name
 */
function take(program, name) {
  const folder = mkdtempSync(join(tmpdir(), 'picture-'));
  try {
    const page = join(folder, 'page.html');
    const { width } = PICTURES[name] ?? { width: 1000 };
    // A page cannot tell its height to the command line but by its text.
    const measure =
      '<script>document.body.dataset.height = document.documentElement.getBoundingClientRect().height;</script>';
    writeFileSync(page, `${pageOf(name)}${measure}`);
    const dom = run(program, [`--window-size=${width},400`, '--dump-dom', `file://${page}`]);
    const height = Math.ceil(Number(/data-height="([\d.]+)"/.exec(dom)?.[1]));
    if (!(height > 0)) throw new Error(`The height of ${name} could not be measured`);
    writeFileSync(page, pageOf(name));
    const picture = new URL(name, docs).pathname;
    run(program, [
      `--window-size=${width},${height}`,
      '--force-device-scale-factor=1.5',
      `--screenshot=${picture}`,
      `file://${page}`,
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {string} what it printed
 */
function run(program, args) {
  const usual = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--no-first-run'];
  const { status, stdout, stderr } = spawnSync(program, [...usual, ...args], {
    encoding: 'utf8',
    timeout: 120_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}:\n${stderr}`);
  return stdout;
}

/** @returns {string | undefined} the path of a browser */
function findBrowser() {
  const named = process.env.CHROMIUM;
  if (named) return named;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
  const applications = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ];
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...applications].find(
    (file) => existsSync(file),
  );
}
