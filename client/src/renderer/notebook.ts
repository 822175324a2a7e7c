/** The notebook renderer of `application/vnd.causal-spec.result+json`. */

import type { Result } from '../../../kernel/src/result.js';
import { say } from '../../../kernel/src/words/say.js';
import { html } from './dom.js';
import { speakIn } from './language.js';
import { onOpenAll } from './open-all.js';
import { renderResult } from './render.js';

/** What we use of an output item of VS Code's renderer API. */
interface OutputItem {
  readonly id: string;
  /** Of the output, from the extension: the editor's language. Absent where another program shows the notebook. */
  readonly metadata?: unknown;
  json(): unknown;
}

interface Renderer {
  renderOutputItem(item: OutputItem, element: HTMLElement, signal: AbortSignal): void;
  /** Without an id: all of them. */
  disposeOutputItem(id?: string): void;
}

/** What we use of VS Code's context: a way to the extension, absent where there is none. */
export interface RendererContext {
  postMessage?(message: OpenAll): void;
  /** Of the editor, where a page of ours draws the results; VS Code says none. */
  readonly language?: string;
}

/** To the extension: open a whole result, of which a cell shows the first rows. */
export interface OpenAll {
  readonly open: unknown;
}

export type ActivationFunction = (context?: RendererContext) => Renderer;

function languageOf({ metadata }: OutputItem): string | undefined {
  const { language } = (metadata ?? {}) as { readonly language?: unknown };
  return typeof language === 'string' ? language : undefined;
}

function render(item: OutputItem, document: Document): HTMLElement {
  try {
    return renderResult(item.json() as Result, document);
  } catch {
    return html(document, 'p', { role: 'alert' }, say`This output is not readable. Run the cell again.`);
  }
}

/** Called once by VS Code; an output is unmounted when its signal aborts or VS Code disposes of it. */
export const activate: ActivationFunction = (context) => {
  const usual = context?.language ?? globalThis.navigator?.language;
  const mounted = new Map<string, HTMLElement>();
  const unmount = (id: string, content: HTMLElement | undefined): void => {
    content?.remove();
    if (mounted.get(id) === content) mounted.delete(id);
  };
  return {
    renderOutputItem(item, element, signal) {
      if (signal.aborted) return;
      speakIn(languageOf(item) ?? usual);
      const content = render(item, element.ownerDocument);
      if (context?.postMessage) onOpenAll(content, () => context.postMessage?.({ open: item.json() }));
      element.replaceChildren(content);
      mounted.set(item.id, content);
      // An older rendering of the same item may be aborted late: it takes only its own content away.
      signal.addEventListener('abort', () => unmount(item.id, content), { once: true });
    },
    disposeOutputItem(id) {
      for (const each of id === undefined ? [...mounted.keys()] : [id]) unmount(each, mounted.get(each));
    },
  };
};
