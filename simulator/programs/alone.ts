import { basename } from 'node:path';
import { Table } from '../state/table.js';
import { OwnProcess } from './own-process.js';
import { runProgram } from './run.js';

/*
 * A process of Node.js for one program: `node alone.js <folder of the machine> <path of the program> <arguments…>`.
 * Machines whose maker has no C compiler start their programs so.
 */
const [folder = '', path = '', ...args] = process.argv.slice(2);
const machine = { folder, table: new Table(folder) };
process.exitCode = await runProgram(basename(path), args, machine, new OwnProcess(folder));
