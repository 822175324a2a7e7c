import { existsSync, realpathSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { URI } from 'langium';
import type { DataEngine } from '../../../kernel/src/data/open.js';
import { fromFolder, readSchema } from '../../../kernel/src/data/schema.js';
import { filePathOf } from './file-path.js';
import type { SchemaSource } from './schemas.js';

/** Schemas read by an engine that is open already, of files in its workspace. */
export function engineSchemas(engine: DataEngine): SchemaSource {
  return {
    columns: (path, relativeTo) =>
      readSchema(engine, fromFolder(folderOf(relativeTo, engine.workspace), path)),
  };
}

/** Folder of a spec, relative to the workspace; an untitled document stands in the workspace's root. */
function folderOf(uri: URI, workspace: string): string {
  if (uri.scheme === 'untitled') return '';
  const folder = dirname(filePathOf(uri));
  // The engine names its workspace without symbolic links.
  return relative(workspace, existsSync(folder) ? realpathSync(folder) : folder);
}
