import { join, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { homeOf, notebookOfCell } from '../workspace-folder.js';
import { isPlainSvg, svgName } from './svg-file.js';

/** Asks where in the workspace the picture of a graph goes, and writes it there. @returns what was done, in one sentence */
export async function saveSvg(text: string, graph: string, uri: string): Promise<string> {
  if (!isPlainSvg(text))
    return vscode.l10n.t('The picture holds what no picture of a graph has, and was not saved.');
  const document = notebookOfCell(uri)?.uri ?? vscode.Uri.parse(uri);
  const home = homeOf(document);
  if (!home) return vscode.l10n.t('Save the spec on this machine first: the picture goes into its folder.');
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export graph {0}', graph),
    defaultUri: vscode.Uri.file(join(home.workspace, home.folder, svgName(graph))),
    filters: { SVG: ['svg'] },
  });
  if (!target) return vscode.l10n.t('The picture was not saved.');
  const way = relative(home.workspace, target.fsPath);
  if (target.scheme !== 'file' || way === '..' || way.startsWith(`..${sep}`) || !/\.svg$/i.test(way))
    return vscode.l10n.t('The picture was not saved: choose an .svg file inside the workspace.');
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  return vscode.l10n.t('Saved {0}.', way.split(sep).join('/'));
}
