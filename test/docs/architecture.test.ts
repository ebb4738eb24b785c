import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { list, read, root } from './files.js';

const page = read('docs/architecture.md');

/** What the table of rooms lets each room use, by room; the rooms from the bottom to the top. */
const allowed = roomsOf(page);

/** Every room may use these, and they use none. */
const forAll = ['src/failure.ts', 'src/wording.ts', 'src/log.ts'];

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const files = list('src/*.ts', 'src/**/*.ts');
const imports = files.flatMap((file) => importsOf(file, read(file)));

/** The folder of `src/` in which a file is, or the file itself. */
function roomOf(file: string): string {
  return file.split('/').slice(0, 2).join('/');
}

/** The imports of other rooms, of types too. */
function importsOf(file: string, source: string): Import[] {
  const targets = [...source.matchAll(/\b(?:from|import)[\s(]*'(\.[^']*)'/g)].map(([, path = '']) =>
    posix.join(posix.dirname(file), path),
  );
  return targets
    .map((target) => ({ file, from: roomOf(file), to: roomOf(target).replace(/\.js$/, '.ts') }))
    .filter(({ from, to }) => from !== to);
}

function roomsOf(text: string): Map<string, ReadonlySet<string>> {
  const rooms = new Map<string, ReadonlySet<string>>();
  const names = (cell: string) => [...cell.matchAll(/`(src\/[\w./-]+?)\/?`/g)].map(([, name = '']) => name);
  for (const line of text.split('\n')) {
    const [, room = '', , uses = ''] = line.split('|').map((cell) => cell.trim());
    if (!/^`src\//.test(room) || line.split('|').length !== 5) continue;
    const above = uses.includes('all rooms above') ? [...rooms.keys()] : [];
    for (const name of names(room)) rooms.set(name, new Set([...above, ...names(uses)]));
  }
  return rooms;
}

function forbidden(found: readonly Import[]): string[] {
  return found
    .filter(({ from, to }) => !forAll.includes(to) && !allowed.get(from)?.has(to))
    .map(({ file, to }) => `${file} uses ${to}`);
}

/** The rooms on a way that comes back to where it began; undefined if there is none. */
function cycleIn(found: readonly Import[]): string[] | undefined {
  const done = new Set<string>();
  const follow = (room: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(room)) return [...way.slice(way.indexOf(room)), room];
    if (done.has(room)) return undefined;
    done.add(room);
    const next = new Set(found.filter(({ from }) => from === room).map(({ to }) => to));
    return [...next].map((to) => follow(to, [...way, room])).find(Boolean);
  };
  return [...new Set(found.map(({ from }) => from))].map((room) => follow(room, [])).find(Boolean);
}

describe('the rooms of src', () => {
  test('are those of the table', () => {
    expect([...allowed.keys()].sort()).toEqual([...new Set(files.map(roomOf))].sort());
  });

  test('use no room but those that the table lets them', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(forbidden(imports)).toEqual([]);
  });

  test('use no room that uses them', () => {
    expect(cycleIn(imports)).toBeUndefined();
  });

  test('stand in the table above all that may use them', () => {
    const order = [...allowed.keys()];
    for (const [room, uses] of allowed) {
      expect(
        [...uses].filter((each) => order.indexOf(each) >= order.indexOf(room)),
        room,
      ).toEqual([]);
    }
  });
});

test('an import of a room that is not allowed is seen, whatever its form', () => {
  const file = 'src/plan/plan.ts';
  for (const statement of [
    "import type { Machine } from '../windows/machine.js';",
    "import {\n  type Machine,\n} from '../windows/machine.js';",
    "export { Netsh } from '../windows/netsh.js';",
    "const text = await import('../windows/text.js');",
    "type Machine = import('../windows/machine.js').Machine;",
    "import '../windows/machine.js';",
  ]) {
    expect(forbidden(importsOf(file, statement)), statement).toEqual(['src/plan/plan.ts uses src/windows']);
  }
  expect(forbidden(importsOf(file, "import { Failure } from '../failure.js';"))).toEqual([]);
  expect(
    forbidden(importsOf('src/log.ts', "import type { Report } from './rebind/report.js';")),
  ).toHaveLength(1);
});

test('a cycle is seen', () => {
  const back = importsOf('src/windows/netsh.ts', "import type { Change } from '../change/change.js';");
  expect(cycleIn([...imports, ...back])).toEqual(expect.arrayContaining(['src/windows', 'src/change']));
});

test('every file that the page names is there', () => {
  const named = [...page.matchAll(/`((?:src|test|simulator)\/[\w./-]+)`/g)].map(([, path = '']) => path);
  expect(named.filter((path) => !existsSync(root + path))).toEqual([]);
});
