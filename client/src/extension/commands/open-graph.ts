import * as vscode from 'vscode';
import { cursorInFront } from '../graph/cursor.js';
import type { Command } from '../services.js';
import { activeSpec, isSubject } from '../subject.js';

/** Shows a graph beside its text. Reads the text alone, so that it is there in a workspace that is not trusted, too. */
export const openGraph: Command = (services) => async (argument) => {
  if (isSubject(argument)) return services.graph.open(argument.uri, argument.name);
  const spec = await activeSpec();
  if (spec === undefined) return;
  const uri = vscode.Uri.parse(spec);
  // One that was chosen from a list is not in front yet.
  if (!cursorInFront() && uri.scheme === 'file') await vscode.window.showTextDocument(uri);
  await services.graph.open(spec);
};
