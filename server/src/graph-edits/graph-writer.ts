import type { AstNode, CstNode } from 'langium';
import { GrammarUtils } from 'langium';
import type { Edge, Graph, Node } from '../language/generated/ast.js';
import { commentsOf, type Replacement } from './replacements.js';

const blanks = /[ \t]*/y;
const blanksAndComments = /(?:[ \t]|\/\*[\s\S]*?\*\/|\/\/[^\r\n]*)*/y;

/** Where pieces of a graph's text go in and out, so that comments stay and lines look like those around them. */
export class GraphWriter {
  private readonly text: string;
  private readonly eol: string;

  /** @param graph parsed without an error */
  constructor(private readonly graph: Graph) {
    this.text = cstOf(graph).root.fullText;
    this.eol = this.text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** A name at the end of a list. */
  appended(list: readonly Node[], name: string): Replacement {
    const { end } = cstOf(list[list.length - 1]);
    return { start: end, end, text: `, ${name}` };
  }

  /** All of a list but what is kept of it, which is something. */
  shortened(list: readonly Node[], kept: readonly Node[]): Replacement[] {
    const first = list.findIndex((node) => kept.includes(node));
    return list.flatMap((node, i) => {
      if (kept.includes(node)) return [];
      // With the comma before it, and behind it where none of the list stands before it.
      const start = i < first ? cstOf(node).offset : cstOf(list[i - 1]).end;
      const end = i < first ? cstOf(list[i + 1]).offset : cstOf(node).end;
      return [{ start, end, text: commentsOf(this.text.slice(start, end)) }];
    });
  }

  /** No arrow there any more, nor its line where it stands alone on that. */
  deleted(edge: Edge): Replacement {
    const { offset, end } = cstOf(edge);
    const comments = commentsOf(this.text.slice(offset, end));
    if (comments) return { start: offset, end, text: comments };
    const lineStart = this.text.lastIndexOf('\n', offset - 1) + 1;
    const behind = this.skip(blanks, end);
    const nextLine = /\r?\n/y;
    nextLine.lastIndex = behind;
    const isAlone = this.text.slice(lineStart, offset).trim() === '' && nextLine.test(this.text);
    if (isAlone) return { start: lineStart, end: nextLine.lastIndex, text: '' };
    const before = this.graph.edges[this.graph.edges.indexOf(edge) - 1];
    const gap = before ? this.text.slice(cstOf(before).end, offset) : '\n';
    return /^[ \t]*$/.test(gap)
      ? { start: offset - gap.length, end, text: '' }
      : { start: offset, end: behind, text: '' };
  }

  /** Arrows behind others, on a line of their own where those have lines. */
  behind(edge: Edge, words: string): Replacement {
    const end = this.skip(blanksAndComments, cstOf(edge).end);
    if (this.isOneLine(end, edge)) return insertion(cstOf(edge).end, `  ${words}`);
    const lineEnd = this.text.slice(0, end).trimEnd().length;
    return insertion(lineEnd, this.eol + this.indentOf(cstOf(edge).offset) + words);
  }

  /** Arrows behind all others. */
  last(words: string): Replacement {
    const edge = this.graph.edges.at(-1);
    if (edge) return this.behind(edge, words);
    const [open, close] = ['{', '}'].map((brace) =>
      GrammarUtils.findNodeForKeyword(this.graph.$cstNode, brace),
    );
    const start = open?.end ?? cstOf(this.graph).end;
    const gap = this.text.slice(start, close?.offset ?? start);
    if (!gap.includes('\n')) {
      return insertion(start + gap.length, `${/\s$/.test(gap) ? '' : ' '}${words} `);
    }
    const indent = `${this.indentOf(cstOf(this.graph).offset)}  `;
    return insertion(start + gap.trimEnd().length, this.eol + indent + words);
  }

  /** The sign of what nobody observed, behind a name. */
  marked(node: Node): Replacement {
    const name = GrammarUtils.findNodeForProperty(node.$cstNode, 'name');
    return insertion((name ?? cstOf(node)).end, '?');
  }

  /** No such sign behind a name. */
  unmarked(node: Node): Replacement {
    const mark = GrammarUtils.findNodeForProperty(node.$cstNode, 'unobserved');
    const { offset, end } = mark ?? cstOf(node);
    let start = offset;
    while (/[ \t]/.test(this.text[start - 1] ?? '')) start--;
    return { start, end, text: '' };
  }

  /** Whether something of the spec goes on behind an edge in its line. */
  private isOneLine(behind: number, edge: Edge): boolean {
    const comments = this.text.slice(cstOf(edge).end, behind);
    return !comments.includes('\n') && !/^(\r?\n|$)/.test(this.text.slice(behind, behind + 2));
  }

  private indentOf(offset: number): string {
    const lineStart = this.text.lastIndexOf('\n', offset - 1) + 1;
    return /^[ \t]*/.exec(this.text.slice(lineStart, offset))?.[0] ?? '';
  }

  private skip(pattern: RegExp, from: number): number {
    pattern.lastIndex = from;
    pattern.test(this.text);
    return Math.max(from, pattern.lastIndex);
  }
}

const insertion = (at: number, text: string): Replacement => ({ start: at, end: at, text });

function cstOf(node: AstNode): CstNode {
  if (!node.$cstNode) throw new Error(`A ${node.$type} was not parsed from a text.`);
  return node.$cstNode;
}
