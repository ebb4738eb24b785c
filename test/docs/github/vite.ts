import { readFileSync } from 'node:fs';
import type { Plugin } from 'vitest/config';

const PACKAGES = /\/node_modules\/@actions\/(expressions|languageservice|workflow-parser)\//;

/**
 * Lets tests use GitHub's parser: it imports JSON files in a way that Vite knows and Node does not, and names source
 * maps that its packages leave out.
 */
export const githubParser: Plugin = {
  name: 'github-parser',
  config: () => ({ test: { server: { deps: { inline: [PACKAGES] } } } }),
  load(id) {
    const [path = ''] = id.split('?');
    if (!PACKAGES.test(path) || !path.endsWith('.js')) return null;
    return readFileSync(path, 'utf8').replace(/\n\/\/# sourceMappingURL=.*$/, '');
  },
};
