import type { AstNode } from 'langium';
import type { Range } from 'vscode-languageserver';
import { closest } from '../../../kernel/src/words/closest.js';
import { say } from '../../../kernel/src/words/say.js';
import { quoteName } from '../language/names.js';
import type { Severity } from './codes.js';

/** A quick fix. Travels as `diagnostic.data`, by itself or in a list. */
export type Fix = Replacement | Edit;

/** The marked words replaced by others. */
export interface Replacement {
  readonly fix: 'replace';
  readonly with: string;
}

/** Words put somewhere else, or in place of more than is marked. */
export interface Edit {
  readonly fix: 'edit';
  readonly range: Range;
  readonly text: string;
  readonly title: string;
}

/** What a rule found. */
export interface Finding<N extends AstNode = AstNode> {
  /** What is marked: this node, or one property of it. */
  readonly node: N;
  readonly property?: Extract<keyof N, string>;
  readonly index?: number;
  /** Marked instead of the node. */
  readonly range?: Range;
  /** One sentence that names the person's own variables and says what to do. */
  readonly message: string;
  /** The best first, where there are several. */
  readonly fix?: Fix | readonly Fix[];
  /** Told under a code of the kernel, which found it in a data file. */
  readonly as?: { readonly code: string; readonly severity: Severity };
  /** Other places that help to understand it. */
  readonly related?: readonly { readonly node: AstNode; readonly message: string }[];
}

/** In a file with more columns than this no similar name is looked for. */
const mostCompared = 5000;

export type Report = <N extends AstNode>(finding: Finding<N>) => void;

/** A rule looks at one node and reports what is wrong with it; its code says the rest. */
export type Rule<N extends AstNode = AstNode> = (node: N, report: Report) => void;

/** `; did you mean "x"?` with its quick fix, or a list of what there is. */
export function suggestion(
  name: string,
  options: Iterable<string>,
  what = say`there are`,
): { readonly hint: string; readonly fix?: Replacement } {
  const all = [...new Set(options)];
  const near = all.length > mostCompared ? undefined : closest(name, all);
  if (near !== undefined) {
    return { hint: say`; did you mean "${near}"?`, fix: { fix: 'replace', with: quoteName(near) } };
  }
  if (all.length === 0) return { hint: say`.` };
  const shown = all.slice(0, 8).join(say`, `);
  return { hint: say`; ${what} ${shown}${all.length > 8 ? say` and ${all.length - 8} more` : ''}.` };
}
