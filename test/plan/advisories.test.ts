import { expect, it } from 'vitest';
import type { Entry } from '../../src/http-sys/table.js';
import { appIds, certificate, endpoints, entry, inspection, planned, request, without } from './given.js';

const old = certificate(['*.shop.example'], { validTo: 9 });
const other = certificate(['other.example']);
const next = certificate(['*.shop.example']);

/** The warnings for a change of these endpoints on a machine with these bindings. */
function warnings(entries: readonly Entry[], ...changed: readonly string[]) {
  const asked = request({ bindings: endpoints(...changed), createMissing: true });
  return planned(inspection(...entries), next, asked).plan.warnings;
}

const host = entry('www.shop.example:443', { uses: old });

it('is silent where all is well', () => {
  const all = [host, entry('0.0.0.0:443', { uses: old }), entry('[::]:443', { uses: next })];
  expect(warnings(all, 'www.shop.example:443', '0.0.0.0:443')).toEqual([]);
});

it('tells of an exact address that comes before a changed host name, and not of the wildcard ones', () => {
  const exact = entry('10.0.0.5:443', { uses: other });
  const [warning, ...more] = warnings(
    [
      host,
      exact,
      entry('[2001:db8::5]:443', { uses: next }),
      entry('0.0.0.0:443', { uses: other }),
      entry('10.0.0.6:444'),
    ],
    'www.shop.example:443',
    'new.shop.example:443',
  );
  expect(warning).toContain('Clients that connect to 10.0.0.5:443 will not see the new certificate');
  expect(warning).toContain('for www.shop.example:443, new.shop.example:443');
  expect(more).toEqual([]);
  const named = [host, entry('10.0.0.5:443', { uses: old })];
  expect(warnings(named, 'www.shop.example:443', '10.0.0.5:443')).toEqual([]);
});

it('tells of a binding that still shows the old certificate to IPv6', () => {
  const v4 = entry('0.0.0.0:443', { uses: old });
  const v6 = entry('[::]:443', { uses: old });
  const found = warnings([v4, v6, entry('[::]:444', { uses: other })], '0.0.0.0:443');
  expect(found).toEqual([
    expect.stringContaining('[::]:443 keeps the old certificate, so clients that connect over IPv6'),
  ]);
  expect(warnings([v4, v6], '0.0.0.0:443', '[::]:443')).toEqual([]);
  expect(warnings([v4, entry('[::]:443', { uses: other })], '0.0.0.0:443')).toEqual([]);
});

it('tells of targets whose present certificate is missing, in one warning', () => {
  const gone = certificate(['*.shop.example']);
  const targets = Array.from({ length: 7 }, (_, index) =>
    entry(`h${index}.shop.example:443`, { uses: gone }),
  );
  const texts = targets.map(({ binding }) => binding.endpoint.text);
  const asked = request({ bindings: endpoints(...texts, 'new.shop.example:443'), createMissing: true });
  const { warnings: found } = planned(without(inspection(...targets), gone), next, asked).plan;
  expect(found).toHaveLength(1);
  expect(found[0]).toContain('h4.shop.example:443 and 2 more is missing from its store');
});

it('tells of every other binding with a replaced certificate, by owner, in one warning', () => {
  const found = warnings(
    [
      host,
      entry('0.0.0.0:5986', { uses: old, appId: appIds.winrm }),
      entry('0.0.0.0:5987', { uses: old, appId: appIds.winrm }),
      entry('10.0.0.5:8443', { uses: old }),
      entry('0.0.0.0:8172', { uses: other, appId: appIds.winrm }),
    ],
    'www.shop.example:443',
  );
  expect(found).toEqual([
    expect.stringContaining(
      'used by 0.0.0.0:5986, 0.0.0.0:5987 (owner: WinRM); 10.0.0.5:8443 (owner: IIS), which this run',
    ),
  ]);
});

it('tells of further certificates that stay on a changed binding', () => {
  const machine = [entry('0.0.0.0:443', { uses: old, further: [other.thumbprint] })];
  expect(warnings(machine, '0.0.0.0:443')).toEqual([
    expect.stringContaining(
      `0.0.0.0:443 has further certificates beside the one that is changed: ${other.thumbprint}`,
    ),
  ]);
});

it.each([
  ['WinRM', appIds.winrm, '@{CertificateThumbprint="NEXT"}'],
  ['AD FS', appIds.adfs, 'Set-AdfsSslCertificate -Thumbprint NEXT'],
  [
    'Web Application Proxy',
    '{f955c070-e044-456c-ac00-e9e4275b3f04}',
    'Set-WebApplicationProxySslCertificate -Thumbprint NEXT',
  ],
  ['SSTP (Routing and Remote Access)', appIds.sstp, 'Set-RemoteAccess -SslCertificate'],
  [
    'SQL Server Reporting Services',
    '{1d40ebc7-1983-4ac5-82aa-1e17a7ae9a0e}',
    'Report Server Configuration Manager',
  ],
  ['Web Management Service', '{d7d72267-fcf9-4424-9eec-7e1d8dcec9a9}', 'Management Service in IIS Manager'],
  ['Work Folders', '{ce66697b-3aa0-49d1-bdbd-a25c8359fd5d}', 'see whether its own configuration names'],
])('tells what %s needs besides its binding, in one warning', (program, appId, says) => {
  const bindings = ['0.0.0.0:443', '0.0.0.0:444', '0.0.0.0:445', '0.0.0.0:446'];
  const found = warnings(
    [
      entry('0.0.0.0:443', { uses: old, appId }),
      entry('0.0.0.0:444', { uses: old, appId }),
      entry('0.0.0.0:445', { uses: old }),
      entry('0.0.0.0:446', { uses: old, appId: appIds.random }),
    ],
    ...bindings,
  );
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(`0.0.0.0:443, 0.0.0.0:444: the application id is that of ${program}. If`);
  expect(found[0]?.replaceAll(next.thumbprint, 'NEXT')).toContain(says);
});

it('says once what stays on a replaced certificate', () => {
  const machine = inspection(host, entry('b.shop.example:443', { uses: old, problem: 'It differs.' }));
  const { worthKnowing, plan } = planned(machine, next);
  expect([worthKnowing, plan.warnings]).toEqual([['b.shop.example:443'], []]);
});
