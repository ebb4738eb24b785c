// @ts-check
/**
 * The few words that an action exchanges with the runner. The fleet's two helper actions run straight from the
 * repository, without node_modules, so they cannot use @actions/core.
 */
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/**
 * An input of this action, trimmed; '' if it was not given.
 * @param {string} name
 */
export function input(name) {
  return (process.env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '').trim();
}

/**
 * @param {string} name
 * @param {string} value may have several lines
 */
export function setOutput(name, value) {
  const end = `end-${randomUUID()}`;
  appendFileSync(file('GITHUB_OUTPUT'), `${name}<<${end}\n${value}\n${end}\n`);
}

/** @param {string} markdown */
export function addSummary(markdown) {
  appendFileSync(file('GITHUB_STEP_SUMMARY'), `${markdown}\n`);
}

/** GitHub cuts an annotation at 4,096 characters, in the middle of a word. */
const ANNOTATION_LENGTH = 4_000;

/**
 * Ends the step as failed, with one annotation. What is too long for one is cut at a word, and stands in the log whole.
 * @param {string} title
 * @param {string} message
 */
export function fail(title, message) {
  const shown = cut(message, ANNOTATION_LENGTH);
  if (shown !== message) process.stdout.write(`In full: ${data(message)}\n`);
  process.stdout.write(`::error title=${property(title)}::${data(shown)}\n`);
  process.exitCode = 1;
}

/**
 * @param {string} text
 * @param {number} length
 */
function cut(text, length) {
  if (text.length <= length) return text;
  const mark = ' … The log has all of it.';
  return (
    text
      .slice(0, length - mark.length)
      .replace(/\S*$/, '')
      .trimEnd() + mark
  );
}

/** @param {string} variable */
function file(variable) {
  const path = process.env[variable];
  if (!path)
    throw new Error(
      `The environment variable ${variable} is missing: this is meant to run in GitHub Actions.`,
    );
  return path;
}

// A message is one line to the runner: what would end it, or be read as an escape, is escaped.
const data = (/** @type {string} */ text) =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (/** @type {string} */ text) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
