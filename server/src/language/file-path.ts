import type { URI } from 'langium';

/**
 * Path on this machine of a spec, or of the notebook a cell is in. Cells of a remote window name the window's host as their
 * authority, which is no part of the path.
 */
export function filePathOf(uri: URI): string {
  if (uri.scheme === 'file') return uri.fsPath;
  return uri.with({ scheme: 'file', authority: '', fragment: '' }).fsPath;
}
