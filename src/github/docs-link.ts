import type { FailureCode } from '../failure.js';
import { project } from './project.js';

/**
 * The section of docs/troubleshooting.md about a failure, as a full address: in the version of the action that runs,
 * where the runner says which that is, else in the published one.
 */
export function docsLink(code: FailureCode, environment: NodeJS.ProcessEnv = process.env): string {
  const { repository, ref } = runningAction(environment) ?? project;
  const path = ref.split('/').map(encodeURIComponent).join('/');
  return `https://github.com/${repository}/blob/${path}/docs/troubleshooting.md#${code}`;
}

/** The runner sets neither for an action of the workflow's own repository (`uses: ./`). */
function runningAction(environment: NodeJS.ProcessEnv): { repository: string; ref: string } | undefined {
  const { GITHUB_ACTION_REPOSITORY: repository = '', GITHUB_ACTION_REF: ref = '' } = environment;
  // On another server it is not known whether the action, or its copy there, has this page at that address.
  const server = environment.GITHUB_SERVER_URL ?? 'https://github.com';
  const isKnown = /^[\w.-]+\/[\w.-]+$/.test(repository) && /^[\w./@+-]+$/.test(ref);
  return isKnown && server === 'https://github.com' ? { repository, ref } : undefined;
}
