import { serveRequests } from '../background.js';
import { MachineListeners } from './machine.js';

/* The TLS listeners of all machines that one process has made: a child process of it, with an IPC channel. */

const machines = new Map<string, MachineListeners>();

function of(folder: string): MachineListeners {
  const machine = machines.get(folder) ?? new MachineListeners(folder);
  machines.set(folder, machine);
  return machine;
}

serveRequests({
  listen: ({ machine, socket = '', foreign, servedPort }) =>
    of(machine).listen(socket, foreign === undefined ? { servedPort } : { foreign }),
  stop: ({ machine, socket = '' }) => of(machine).stop(socket),
  close: async ({ machine }) => {
    await of(machine).close();
    machines.delete(machine);
    return '';
  },
});
