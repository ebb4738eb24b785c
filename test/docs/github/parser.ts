import { validate } from '@actions/languageservice';
import type { ActionMetadata } from '@actions/languageservice/action';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parse } from 'yaml';
import { OWN_ACTION, read } from '../files.js';

// GitHub's editor asks the same code what is wrong with a workflow or an action.

const [OWN_REPOSITORY = '', OWN_TAG = ''] = OWN_ACTION.split('@');

/** What knows the files that a workflow uses: ours, by their present text. Those of others are not looked at. */
const config = {
  fileProvider: {
    getFileContent: async (file: { path: string; owner?: string; repository?: string; version?: string }) => {
      const isOurs = !file.owner || `${file.owner}/${file.repository}@${file.version}` === OWN_ACTION;
      if (!isOurs) throw new Error(`${file.owner}/${file.repository}@${file.version} is not this project.`);
      return { name: file.path, content: read(file.path) };
    },
  },
  actionsMetadataProvider: {
    fetchActionMetadata: async (action: { owner: string; name: string; ref: string; path?: string }) => {
      if (`${action.owner}/${action.name}` !== OWN_REPOSITORY)
        return metadata('{ name: other, description: other }');
      if (action.ref !== OWN_TAG) return undefined;
      return metadata(read([action.path, 'action.yml'].filter(Boolean).join('/')));
    },
  },
};

let asked = 0;

/**
 * What GitHub's parser says against a workflow or an action, as `line message`.
 * @param path where the file stands, or would stand: it tells a workflow from an action
 */
export async function githubErrors(source: string, path: string): Promise<string[]> {
  // What was parsed is kept by address, so each question has its own.
  asked += 1;
  const document = TextDocument.create(`file:///${asked}/${path}`, 'yaml', 1, source);
  const found = await validate(document, config);
  return found.map(({ range, message }) => `${range.start.line + 1} ${message}`);
}

function metadata(source: string): ActionMetadata {
  return parse(source) as ActionMetadata;
}
