import { serveRequests } from '../background.js';
import { ServedMachine } from './machine.js';

/* The server of the programs of all machines that one process has made: a child process of it, with an IPC channel. */

const machines = new Map<string, ServedMachine>();

serveRequests({
  open: async ({ machine }) => {
    const opened = new ServedMachine(machine);
    machines.set(machine, opened);
    await opened.open();
    return '';
  },
  close: async ({ machine }) => {
    await machines.get(machine)?.close();
    machines.delete(machine);
    return '';
  },
});
