// node undone.mjs FOLDER: notes what the jobs "undo" have shown. Their post steps run when it is too late for an artifact, but
// a job that needs them runs only if they were all right.
import { join } from 'node:path';
import { note } from './machine.mjs';

const [folder = ''] = process.argv.slice(2);
for (const image of ['win22', 'win25']) note(join(folder, image), image, ['restore']);
