/** `npm run vscode`: the real VS Code of the end-to-end tests, with the sample in it, for a person to try. */

import { installEditor, installExtension, startEditor } from './editor.mjs';
import { createSampleWorkspace } from './sample-workspace.mjs';

installEditor();
const workspace = createSampleWorkspace({ rows: 20_000 });
const editor = await startEditor({ workspace, extensions: installExtension() });
console.log(`\nOpen ${editor.url}\nThe workspace is ${workspace}. Stop with Ctrl-C.`);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await editor.stop();
    process.exit(0);
  });
}
