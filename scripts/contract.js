// @ts-check
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/**
 * @typedef {{ name: string, description: string, default: string | undefined }} Input
 * @typedef {{ name: string, description: string }} Output
 * @typedef {{ inputs: Input[], outputs: Output[] }} Contract
 */

/**
 * The inputs and outputs of an action or a reusable workflow, in the order in which the file lists them.
 * A default is the text that a run would get; undefined where the file gives none.
 * @param {string | URL} file action.yml, or a workflow with `on.workflow_call`
 * @returns {Contract}
 */
export function readContract(file) {
  const yaml = parse(readFileSync(file, 'utf8'));
  const { inputs = {}, outputs = {} } = yaml.on?.workflow_call ?? yaml;
  return {
    inputs: Object.entries(inputs).map(([name, input]) => ({
      name,
      description: String(input.description),
      default: input.default === undefined ? undefined : String(input.default),
    })),
    outputs: Object.entries(outputs).map(([name, output]) => ({
      name,
      description: String(output.description),
    })),
  };
}
