import { extname } from 'node:path';
import { type Notebook, writeNotebook } from '../notebook/format.js';
import { writeIpynb } from './ipynb.js';
import { notebookMarkdown } from './notebook-markdown.js';
import { pageHtml, partsOf } from './page.js';
import type { ShownNotebook } from './shown-notebook.js';

/** What a notebook can be written as. */
export type Form = 'notebook' | 'page' | 'markdown' | 'jupyter';

const forms: ReadonlyMap<string, Form> = new Map([
  ['.causalnb', 'notebook'],
  ['.html', 'page'],
  ['.md', 'markdown'],
  ['.ipynb', 'jupyter'],
]);

/** The form that a file's extension names; undefined for any other. */
export function formOf(path: string): Form | undefined {
  return forms.get(extname(path).toLowerCase());
}

/** What a page needs beside the notebook. */
export interface PageSetting {
  readonly title: string;
  /** ISO 8601. */
  readonly created: string;
  /** The bundled report page, `dist/report.js`. */
  readonly script: string;
}

/** A notebook in another form, as the text of its file. */
export function inForm(notebook: ShownNotebook, form: Form, { script, ...page }: PageSetting): string {
  switch (form) {
    case 'notebook':
      return writeNotebook(notebook satisfies Notebook);
    case 'page':
      return pageHtml({ ...page, parts: partsOf(notebook) }, script);
    case 'markdown':
      return notebookMarkdown(notebook);
    case 'jupyter':
      return writeIpynb(notebook);
  }
}
