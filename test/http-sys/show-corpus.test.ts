import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseHelp } from '../../src/http-sys/settings.js';
import { parseShow } from '../../src/http-sys/show.js';

/** Outputs captured on real Windows hosts. They are not a part of this project. */
const folder = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));
const read = (name: string) => readFileSync(folder + name, 'latin1');

/** Endpoint, beginning of the hash, beginning of the appid, store, lines of the block; and the unreadable records. */
type Expected = [bindings: [string, string, string, string | null, number][], unreadable: number[]];

const shown: Record<string, Expected> = {
  '03-fr-unknown-show-sslcert-one-fragment.txt': [[['0.0.0.0:44300', '259A', '{2141', 'MY', 3]], []],
  '04-en-win10-show-sslcert-one.txt': [[['0.0.0.0:44307', '61D3', '{2141', 'MY', 29]], []],
  '05-en-win10-1903ish-show-sslcert-one.txt': [[['0.0.0.0:44307', '61D3', '{2141', 'MY', 19]], []],
  '06-en-win10-show-sslcert-one.txt': [[['0.0.0.0:44304', '61D3', '{2141', 'MY', 29]], []],
  '07-en-server2022-show-sslcert-one.txt': [[], [37]],
  '10-en-server2022-show-sslcert.txt': [[['0.0.0.0:443', '2ACE', '{4dc3', 'My', 17]], []],
  '11-en-server2025-26100-show-sslcert-one-excerpt.txt': [[], [14]],
  '12-en-server2025-26100-show-sslcert-one-sni-excerpt.txt': [
    [['sni-precision.tokentimer-verify.local:10443', 'DAA6', '{65f1', 'My', 3]],
    [],
  ],
  '13-en-server2016-show-sslcert.txt': [
    [
      ['sts.aadtesting.info:443', 'BE22', '{5d89', 'MY', 14],
      ['0.0.0.0:443', 'BE22', '{5d89', 'MY', 14],
    ],
    [],
  ],
  '15-en-server2012-show-sslcert.txt': [[['0.0.0.0:444', '2F74', '{4dcc', 'MY', 13]], []],
  '19-de-unknown-show-sslcert-excerpt.txt': [[], [2]],
  '21-en-server2012r2-show-sslcert-one-nullstore.txt': [[['0.0.0.0:443', '5226', '{4dc3', null, 12]], []],
  '22-en-server2012r2-show-sslcert-ipv4-ipv6.txt': [[], [13, 7]],
  '50-en-server2022-show-sslcert-one-blanklines.txt': [[], [4]],
  '51-en-server2019-show-sslcert-one-blanklines.txt': [[], [1]],
  '53-en-unknown-show-sslcert-one-notfound.txt': [[], []],
  '60-en-server2012r2-show-sslcert-excerpt.txt': [[], [2]],
  '61-en-server2016-show-sslcert-nullstore-excerpt.txt': [[], [12]],
};

describe.skipIf(!existsSync(folder))('output captured on Windows hosts', () => {
  it.each(Object.entries(shown))('%s', (name, [bindings, unreadable]) => {
    const table = parseShow(read(name));
    const found = table.bindings.map((each) => {
      const { endpoint, thumbprint, appId, store, block } = each;
      return [endpoint.text, thumbprint?.slice(0, 4), appId.slice(0, 5), store, block.length];
    });
    expect(found).toEqual(bindings);
    expect(table.unreadable.map((lines) => lines.length)).toEqual(unreadable);
  });

  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.txt')) : [];

  it('has no table that is not listed here', () => {
    expect(files.filter((name) => name.includes('show-sslcert'))).toEqual(Object.keys(shown));
  });

  it.each(files.filter((name) => !name.includes('show-sslcert')))('%s is no table', (name) => {
    const { bindings, unreadable } = parseShow(read(name));
    expect(bindings).toEqual([]);
    expect(unreadable).not.toEqual([]);
  });

  it('lists the arguments of a host', () => {
    const help = parseHelp(read('48-en-server2019-add-help-usage.txt'));
    expect(help.size).toBe(22);
    expect(help).toContain('disableocspstapling');
    expect(help).not.toContain('enabletokenbinding');
    expect(parseHelp(read('47-en-win10or11-add-error-missing-params-usage.txt')).size).toBe(25);
  });
});
