import type { Host } from '../host.js';
import { usage } from './settings.js';
import { add, type Outcome, remove, show, update } from './sslcert.js';

type Command = (args: readonly string[], host: Host) => Outcome | Promise<Outcome>;

/** Runs one command, such as `http show sslcert`: the words of a command line or of a script's line. */
export async function runCommand(words: readonly string[], host: Host): Promise<Outcome> {
  const [context, verb, object, ...args] = words;
  const commands: Readonly<Record<string, Command>> = {
    show,
    add,
    delete: remove,
    ...(host.options.update === 'absent' ? {} : { update }),
  };
  const command = Object.hasOwn(commands, verb ?? '') ? commands[verb ?? ''] : undefined;
  if (context !== 'http' || object !== 'sslcert' || command === undefined) return notFound(words, host);
  const isHelp = args.length === 1 && ['help', '?', '/?', '-?'].includes(args[0] ?? '');
  if (!host.effective && (isHelp || verb === 'show')) return 'done';
  if (host.options.prompt) host.print('', `netsh http>${words.slice(1).join(' ')}`);
  if (isHelp) return help(verb ?? '', host);
  return command(args, host);
}

function notFound(words: readonly string[], { print, texts }: Host): Outcome {
  print(`${texts.netsh.commandNotFound}${words.join(' ')}.`, '');
  return 'failed';
}

/** The help of a command. Its usage is untranslated, and lists exactly the arguments that this Windows knows. */
function help(verb: string, { print, options }: Host): Outcome {
  if (verb === 'add' || verb === 'update' || verb === 'delete') print(' ', ...usage(verb, options), '');
  else
    print(
      ' ',
      'Usage: show sslcert [[ipport=]<ipaddr:port> | [hostnameport=]<name:port> | [ccs=]<port>]',
      '',
    );
  return 'done';
}
