import { otherUserName, stillUses } from '../inspect/other-users.js';
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
  const stays = outcome === 'planned' ? 'Would stay' : 'Still';
  const first =
    outcome === 'inventory'
      ? []
      : [`**${stays} on a replaced certificate**, because each has a setting of its own:`];
  return [...first, lines.join('\n')];
}

/** The same for the log, a line each. After a change its warnings have said so. */
export function otherUserLines({ otherUsers, outcome }: Report): string[] {
  if (outcome !== 'inventory' && outcome !== 'planned') return [];
  return otherUsers.map((user) => {
    const name = otherUserName(user);
    if (outcome === 'inventory') {
      const expires = user.notAfter === null ? '' : `, which expires on ${day(user.notAfter)}`;
      return `${name} uses ${user.thumbprint}${expires}`;
    }
    const moved = user.command === null ? '' : ` To move it afterwards: ${user.command}`;
    return `${name} would stay on the replaced certificate ${user.thumbprint}.${moved}`;
  });
}

/** The warnings of a report without those that {@link otherUsersTable} shows. */
export function otherWarnings({ otherUsers, warnings }: Report): string[] {
  const shown = new Set(otherUsers.map((user) => stillUses(user, user.command ?? '')));
  return warnings.filter((warning) => !shown.has(warning));
}
