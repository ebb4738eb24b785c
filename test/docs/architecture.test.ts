import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { list, read, root } from './files.js';

const page = read('docs/architecture.md');

/** What the table of rooms lets each room use, by room; the rooms from the bottom to the top. */
const allowed = roomsOf(page);

/** Every room may use these, and they use none. */
const forAll = ['src/failure.ts', 'src/wording.ts', 'src/log.ts'];

/** An import of one file of `src/` by another, of types too. */
interface Import {
  readonly file: string;
  readonly target: string;
}

const files = list('src/*.ts', 'src/**/*.ts');
const imports = files.flatMap((file) => importsOf(file, read(file)));

/** The folder of `src/` in which a file is, or the file itself. */
function roomOf(file: string): string {
  return file.split('/').slice(0, 2).join('/');
}

function importsOf(file: string, source: string): Import[] {
  return [...source.matchAll(/\b(?:from|import)[\s(]*'(\.[^']*)'/g)].map(([, path = '']) => ({
    file,
    target: posix.join(posix.dirname(file), path).replace(/\.js$/, '.ts'),
  }));
}

/** The imports that lead to another room. */
function betweenRooms(found: readonly Import[]): Edge[] {
  return found
    .map(({ file, target }) => ({ from: roomOf(file), to: roomOf(target) }))
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
  return found.flatMap(({ file, target }) => {
    const [from, to] = [roomOf(file), roomOf(target)];
    return from === to || forAll.includes(to) || allowed.get(from)?.has(to) ? [] : `${file} uses ${to}`;
  });
}

interface Edge {
  readonly from: string;
  readonly to: string;
}

/** A way that comes back to where it began; undefined if there is none. */
function cycleIn(edges: readonly Edge[]): string[] | undefined {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of edges) next.set(from, (next.get(from) ?? new Set()).add(to));
  const done = new Set<string>();
  const follow = (place: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(place)) return [...way.slice(way.indexOf(place)), place];
    if (done.has(place)) return undefined;
    done.add(place);
    return [...(next.get(place) ?? [])].map((to) => follow(to, [...way, place])).find(Boolean);
  };
  return [...next.keys()].map((place) => follow(place, [])).find(Boolean);
}

const betweenFiles = imports.map(({ file, target }) => ({ from: file, to: target }));

describe('the rooms of src', () => {
  test('are those of the table', () => {
    expect([...allowed.keys()].sort()).toEqual([...new Set(files.map(roomOf))].sort());
  });

  test('use no room but those that the table lets them', () => {
    expect(betweenRooms(imports).length).toBeGreaterThan(100);
    expect(forbidden(imports)).toEqual([]);
  });

  test('use no room that uses them', () => {
    expect(cycleIn(betweenRooms(imports))).toBeUndefined();
  });

  test('have no files that import each other in a circle', () => {
    expect(cycleIn(betweenFiles)).toBeUndefined();
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
  expect(forbidden(importsOf('src/log.ts', "import type { Report } from './run/report.js';"))).toHaveLength(
    1,
  );
});

test('a cycle is seen', () => {
  const back = importsOf('src/windows/netsh.ts', "import type { Change } from '../plan/change.js';");
  expect(cycleIn(betweenRooms([...imports, ...back]))).toEqual(
    expect.arrayContaining(['src/windows', 'src/plan']),
  );
  const circle = [...betweenFiles, { from: 'src/plan/change.ts', to: 'src/plan/plan.ts' }];
  expect(cycleIn(circle)).toEqual(expect.arrayContaining(['src/plan/plan.ts', 'src/plan/change.ts']));
});

describe('only one place', () => {
  const usersOf = (...modules: readonly string[]) =>
    files.filter((file) => modules.some((module) => read(file).includes(`from '${module}'`)));

  test('starts programs', () => {
    expect(usersOf('node:child_process', '@actions/exec')).toEqual(['src/windows/process.ts']);
  });

  test('uses the toolkit of GitHub', () => {
    const rooms = new Set(usersOf('@actions/core').map(roomOf));
    expect([...rooms]).toEqual(['src/github']);
  });

  test('reads and writes no file in a pure room', () => {
    const pure = ['src/certificate', 'src/http-sys', 'src/plan'];
    const touching = usersOf('node:fs', 'node:fs/promises', 'node:child_process').map(roomOf);
    expect(touching.filter((room) => pure.includes(room))).toEqual([]);
  });
});

test('every file that the page names is there', () => {
  const named = [...page.matchAll(/`((?:src|test|simulator)\/[\w./-]+)`/g)].map(([, path = '']) => path);
  expect(named.filter((path) => !existsSync(root + path))).toEqual([]);
});
