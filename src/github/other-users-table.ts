import { otherUserName } from '../inspect/other-users.js';
import type { OtherUserReport, Report } from '../run/report.js';
import { day } from './columns.js';
import { code, type MarkdownColumn, table, text } from './markdown.js';

const columns: readonly MarkdownColumn<OtherUserReport>[] = [
  { title: 'Also uses a certificate', cell: (user) => text(otherUserName(user)) },
  { title: 'Certificate', cell: ({ thumbprint }) => code(thumbprint) },
  { title: 'Expires', cell: ({ notAfter }) => day(notAfter) },
  { title: 'What moves it', cell: ({ command }) => (command === null ? '' : code(command)) },
];

/** Who else uses the certificates, as a table; nothing where nobody does. */
export function otherUsersTable({ otherUsers, outcome }: Report, bytes: number): string[] {
  if (otherUsers.length === 0) return [];
  const { lines } = table(columns, otherUsers, bytes);
  const first =
    outcome === 'inventory'
      ? []
      : ['**Still on a replaced certificate**, because what uses it has a setting of its own:'];
  return [...first, lines.join('\n')];
}

/** The same for the log, a line each. */
export function otherUserLines({ otherUsers, outcome }: Report): string[] {
  return otherUsers.map((user) => {
    const name = otherUserName(user);
    if (outcome === 'inventory') {
      const expires = user.notAfter === null ? '' : `, which expires ${day(user.notAfter)}`;
      return `${name} uses ${user.thumbprint}${expires}`;
    }
    const moved = user.command === null ? '' : `; what moves it: ${user.command}`;
    return `${name} still uses the replaced certificate ${user.thumbprint}${moved}`;
  });
}
