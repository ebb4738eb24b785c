// node questions.mjs [after-cancel]: asks this Windows what nobody has written down. No answer is wrong: the action is right
// either way, and the answers tell which of its precautions are needed where. They go into the job summary and into the
// artifact. A question that gets no answer fails the job: a run that asks nothing must not look like one that did.
import { appendFileSync } from 'node:fs';
import { askAboutBindings } from './ask/bindings.mjs';
import { askAboutCertificates } from './ask/certificates.mjs';
import { askAboutLookup } from './ask/lookup.mjs';
import { askAboutCodePages, askAboutSystem } from './ask/system.mjs';
import { askAboutTraffic } from './ask/traffic.mjs';
import { askAboutUpdate } from './ask/update.mjs';
import { keep } from './machine.mjs';

const isAfterCancel = process.argv[2] === 'after-cancel';
const groups = isAfterCancel
  ? [askAboutCodePages]
  : [
      askAboutSystem,
      askAboutCodePages,
      askAboutBindings,
      askAboutUpdate,
      askAboutLookup,
      askAboutCertificates,
      askAboutTraffic,
    ];
const answers = [];

/**
 * @param {string} question
 * @param {() => unknown} find the answer, or a promise of it
 */
async function ask(question, find) {
  try {
    answers.push({ question, answer: String(await find()) });
  } catch (error) {
    answers.push({ question, answer: '', error: String(error) });
  }
}

for (const group of groups) {
  try {
    await group(ask);
  } catch (error) {
    answers.push({ question: `${group.name} stopped`, answer: '', error: String(error) });
  }
}

const cell = (text) => text.replaceAll('|', '\\|').replace(/[^ -~…]/g, '?');
const table = [
  `### Answers${isAfterCancel ? ' after a cancel' : ''}`,
  '',
  '| Question | Answer |',
  '| --- | --- |',
  ...answers.map(
    ({ question, answer, error }) => `| ${cell(question)} | ${cell(error ? `none: ${error}` : answer)} |`,
  ),
  '',
].join('\n');
console.log(table);
if (process.env.GITHUB_STEP_SUMMARY) appendFileSync(process.env.GITHUB_STEP_SUMMARY, table);
keep(`answers${isAfterCancel ? '-after-cancel' : ''}.json`, [JSON.stringify(answers, null, 2)]);

const open = answers.filter(({ error }) => error);
if (open.length > 0) {
  console.log(
    `::error title=Questions without an answer::${open.map(({ question }) => question).join('; ')}`,
  );
  process.exitCode = 1;
}
