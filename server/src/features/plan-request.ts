import type { URI } from 'langium';
import { say } from '../../../kernel/src/words/say.js';
import { type CheckedSpec, checkedSpec } from '../compile.js';
import type { LaterAnswers } from './later-answers.js';
import type { ServerServices } from './module.js';
import type { WorkspaceFolders } from './workspace-folders.js';

/**
 * Every problem of a spec file or a notebook cell as it now stands in the editor, and its plan where there is no error. The
 * spec, and the cells it sees, are checked anew, since a data file may have changed without anybody telling. A file that
 * is not open is read, checked and forgotten.
 */
export async function planOf(
  uri: URI,
  { shared, notebooks, updater }: ServerServices,
  folders: WorkspaceFolders,
  previews: LaterAnswers,
): Promise<CheckedSpec> {
  const { WorkspaceManager, WorkspaceLock, DocumentBuilder, LangiumDocuments, TextDocuments } =
    shared.workspace;
  const file = folders.locate(uri)?.file ?? uri.path;
  await WorkspaceManager.ready;
  const seen = [...(notebooks.cellsBefore(uri) ?? []), uri];
  const build = () => WorkspaceLock.write((token) => DocumentBuilder.update(seen, [], token));
  await build();
  // A later keystroke may have stopped that build and finished it in its own; a reader comes after all writers.
  await WorkspaceLock.read(() => undefined);
  // What runs is refused for what its rows hold, too.
  if (await previews.settle(seen)) await build();
  const checked = await WorkspaceLock.read(() => {
    const document = LangiumDocuments.getDocument(uri);
    return document && checkedSpec(document, file);
  });
  // Of a folder nothing was built, and forgetting it would forget what is open within.
  const read = LangiumDocuments.hasDocument(uri) && !TextDocuments.get(uri.toString());
  if (read) updater.rebuild([], [uri]);
  return checked ?? { problems: [missing(file)], plan: undefined };
}

function missing(file: string): CheckedSpec['problems'][number] {
  return {
    code: 'CS1013',
    severity: 'error',
    message: say`There is no spec "${file}"; check its name.`,
    place: { file },
  };
}
