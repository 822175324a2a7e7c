/** The script of the page that shows a graph beside the editor. */

import { speakIn } from '../language.js';
import type { FromPage, SavedGraph, ToPage } from './messages.js';
import { GraphView } from './view.js';

/** What we use of what VS Code gives to its pages. */
interface Editor {
  postMessage(message: FromPage): void;
  /** Kept for another window. */
  setState(state: SavedGraph): void;
}
declare function acquireVsCodeApi(): Editor;

const main = document.querySelector('main');
if (main) {
  speakIn(document.documentElement.lang);
  const editor = acquireVsCodeApi();
  const view = new GraphView(document, main, (message) => editor.postMessage(message));
  addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
    if (data.type === 'graph') editor.setState(data.saved);
    view.receive(data);
  });
  editor.postMessage({ type: 'ready' });
}
