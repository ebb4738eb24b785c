import { decodeCommand } from '../../demo/runner-view.js';

/** A line of a step's output that the runner executes. */
export interface WorkflowCommand {
  readonly name: string;
  readonly title: string;
  /** With its line breaks decoded. */
  readonly text: string;
}

/**
 * The workflow commands in the output of a step, found as the runner finds them: `::name properties::text` after
 * any white space at the start of a line, and the older `##[name properties]text` anywhere in one.
 */
export function commandsIn(stdout: string): WorkflowCommand[] {
  return stdout.split(/\r\n|\r|\n/).flatMap((line) => {
    const found = newForm(line.trimStart()) ?? oldForm(line);
    return found === undefined ? [] : [toCommand(found)];
  });
}

interface Found {
  /** Name and properties. */
  readonly head: string;
  readonly text: string;
}

function newForm(line: string): Found | undefined {
  const end = line.startsWith('::') ? line.indexOf('::', 2) : -1;
  return end < 0 ? undefined : { head: line.slice(2, end), text: line.slice(end + 2) };
}

function oldForm(line: string): Found | undefined {
  const [, head, text] = /##\[([^\]]*)\](.*)/.exec(line) ?? [];
  return head === undefined || text === undefined ? undefined : { head, text };
}

function toCommand({ head, text }: Found): WorkflowCommand {
  const [, name = '', properties = ''] = /^([^ ]*) ?(.*)$/.exec(head) ?? [];
  const title = /(?:^|,)title=([^,]*)/.exec(properties)?.[1] ?? '';
  return { name: name.toLowerCase(), title: decodeCommand(title), text: decodeCommand(text) };
}
