import { compiledProgramFile, compiledSimulator } from '../simulator/build.js';

/** Compiles the embedded machine once, before several workers want it at the same time. */
export default function prepare(): void {
  compiledSimulator();
  compiledProgramFile();
}
