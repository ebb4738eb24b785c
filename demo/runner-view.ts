/** What GitHub shows beside a step. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  /** Of one line or several. */
  readonly message: string;
}

/** What a reader sees of a step's output. */
export interface RunnerView {
  /** The lines of the log, groups unfolded. */
  readonly log: readonly string[];
  readonly annotations: readonly Annotation[];
}

const levels = { error: 'Error', warning: 'Warning', notice: 'Notice' } as const;

/**
 * The output of a step as the runner shows it: it carries out the workflow commands and hides what they say to hide. Not
 * the lines for debugging, which a usual run does not show.
 */
export function asRunnerShows(output: string): RunnerView {
  const log: string[] = [];
  const annotations: Annotation[] = [];
  const secrets: string[] = [];
  let indent = '';
  const hide = (text: string) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
  const show = (text: string) => log.push(...text.split('\n').map((line) => `${indent}${line}`.trimEnd()));
  for (const line of output.replace(/\n$/, '').split('\n')) {
    const command = readCommand(line);
    if (command === undefined) show(hide(line));
    else if (command.name === 'add-mask') secrets.push(command.text);
    else if (command.name === 'group') {
      show(`▾ ${hide(command.text)}`);
      indent = '  ';
    } else if (command.name === 'endgroup') indent = '';
    else if (isLevel(command.name)) {
      const [title, message] = [hide(command.title), hide(command.text)];
      show(`${levels[command.name]}: ${message}`);
      annotations.push({ level: command.name, title, message });
    }
  }
  return { log, annotations };
}

/** Annotations as text, each with its title. */
export function annotationLines(annotations: readonly Annotation[]): string[] {
  return annotations.flatMap(({ level, title, message }) => [
    `${levels[level]}: ${title}`,
    ...message.split('\n').map((line) => `  ${line}`),
  ]);
}

function isLevel(name: string): name is keyof typeof levels {
  return name in levels;
}

interface Command {
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

function readCommand(line: string): Command | undefined {
  const [, name, properties = '', text = ''] = /^\s*::([\w-]+)(?: (.*?))?::(.*)$/.exec(line) ?? [];
  if (name === undefined) return undefined;
  const title = /(?:^|,)title=([^,]*)/.exec(properties)?.[1] ?? '';
  return { name, title: decodeCommand(title), text: decodeCommand(text) };
}

/** A text of a workflow command, as it was before the runner had to read it. */
export function decodeCommand(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}
