import { type FixedServer, pfxOf } from './fixed-server.js';

type Inputs = Readonly<Record<string, string>>;

/** Something that goes wrong with a run on the fixed server. */
export interface Trouble {
  /** What is wrong, in words that an administrator would use. */
  readonly is: string;
  /** Makes it so. @returns the inputs of the run that meets it */
  readonly prepare: (server: FixedServer, inputs: Inputs) => Inputs;
}

const anySite = '0.0.0.0:443';

/** The third script that updates: the first asks for help, the second rehearses. */
const changing = { program: 'netsh.exe', argsInclude: ['-f', 'update sslcert'], nth: 3 };

function showOldCertificate({ machine }: FixedServer): void {
  machine.misbehave(anySite, { kind: 'stale', when: 'changed' });
}

const troubles = {
  handshake: {
    is: `${anySite} goes on showing the old certificate: the run rolls back`,
    prepare(server, inputs) {
      showOldCertificate(server);
      return inputs;
    },
  },
  rollback: {
    is: 'the same, and Windows refuses to bind the old certificate again: a person has to act',
    prepare(server, inputs) {
      const { machine, expiring } = server;
      showOldCertificate(server);
      const back = [`ipport=${anySite}`, `certhash=${expiring.thumbprint.toLowerCase()}`];
      const text =
        '\r\nSSL Certificate add failed, Error: 1312\r\nA specified logon session does not exist. It may already have been terminated.\r\n\r\n';
      machine.faults([{ fault: 'error', match: { program: 'netsh.exe', argsInclude: back }, text }]);
      return inputs;
    },
  },
  password: {
    is: 'the password in the secret is not that of the PFX',
    prepare: (_, inputs) => ({ ...inputs, 'pfx-password': 'not the password' }),
  },
  names: {
    is: 'the renewed certificate lacks names that are served now',
    prepare: ({ issueNext }, { 'pfx-path': _, ...inputs }) => ({
      ...inputs,
      pfx: pfxOf(issueNext(['www.my-domain.com', 'my-domain.com'], 89)).toString('base64'),
      bindings: `${anySite}\nintranet.my-domain.com:443`,
    }),
  },
  'cut-off': {
    is: 'the runner kills the step in the middle of the change: the post step restores',
    prepare({ machine }, inputs) {
      machine.faults([{ fault: 'kill-parent-midway', match: changing, line: -3 }]);
      return inputs;
    },
  },
} as const satisfies Readonly<Record<string, Trouble>>;

export type TroubleName = keyof typeof troubles;

export const troubleNames = Object.keys(troubles) as TroubleName[];

export function troubleOf(name: TroubleName): Trouble {
  return troubles[name];
}

export function isTrouble(name: string): name is TroubleName {
  return Object.hasOwn(troubles, name);
}
