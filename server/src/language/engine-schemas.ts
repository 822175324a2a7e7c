import { existsSync, realpathSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { URI } from 'langium';
import type { DataEngine } from '../../../kernel/src/data/open.js';
import { fromFolder, readSchema } from '../../../kernel/src/data/schema.js';
import { previewsOf } from '../../../kernel/src/preview/preview.js';
import { type Answer, keyOfQuestion } from '../../../kernel/src/preview/question.js';
import { filePathOf } from './file-path.js';
import type { PreviewSource } from './previews.js';
import type { SchemaSource } from './schemas.js';

/** Schemas read by an engine that is open already, of files in its workspace. */
export function engineSchemas(engine: DataEngine): SchemaSource {
  return {
    columns: (path, relativeTo) =>
      readSchema(engine, fromFolder(folderOf(relativeTo, engine.workspace), path)),
  };
}

/** What rows hold, read by an engine that is open already before a spec is told of. */
export function enginePreviews(engine: DataEngine): PreviewSource {
  return {
    answers: async (questions, document) => {
      const answers = new Map<string, Answer>();
      for (const { question, known, read } of await previewsOf(
        engine,
        folderOf(document, engine.workspace),
        questions,
      )) {
        const answer = known === undefined ? await read() : known;
        if (answer) answers.set(keyOfQuestion(question), answer);
      }
      return answers;
    },
  };
}

/** Folder of a spec, relative to the workspace; an untitled document stands in the workspace's root. */
function folderOf(uri: URI, workspace: string): string {
  if (uri.scheme === 'untitled') return '';
  const folder = dirname(filePathOf(uri));
  // The engine names its workspace without symbolic links.
  return relative(workspace, existsSync(folder) ? realpathSync(folder) : folder);
}
