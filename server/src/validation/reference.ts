import { say, told } from '../../../kernel/src/words/say.js';
import { type PagePart, pageKey } from '../words/page-key.js';
import { type CodeInfo, families, type Severity } from './codes.js';

/** Page of the reference, written for the person who just met a code in the editor. */
const opening = `# Diagnostics

Every message of the editor, of \`causal\` and of the kernel carries one of these codes. Errors keep a spec from running;
warnings and hints do not. Codes from CS1101 to CS1136 are about data files, those from CS4001 on about running: their messages
name the file, the column and the row. This page is generated from the tables in \`server/src/validation/codes.ts\` and
\`kernel/src/codes.ts\`.
`;

/** What the reference says of one code, as a page of its own; undefined for a code that nothing has. */
export function codePage(code: string): string | undefined {
  const family = families.find(({ codes }) => Object.hasOwn(codes, code));
  return family && section(code, family.codes[code]).replace(/^### /, '# ');
}

function section(code: string, { severity, title, meaning, remedy }: CodeInfo): string {
  const head = say`${code}: ${toldOf(code, 'title', title)}`;
  const todo = say`**What to do.** ${toldOf(code, 'remedy', remedy)}`;
  return `### ${head}\n\n*${severityWord(severity)}*\n\n${toldOf(code, 'meaning', meaning)}\n\n${todo}\n`;
}

/** A part of the page of a code as the catalogue of this process has it, in English where it has none. */
function toldOf(code: string, part: PagePart, english: string): string {
  const name = pageKey(code, part);
  const found = told(name);
  return found === name ? english : found;
}

function severityWord(severity: Severity): string {
  switch (severity) {
    case 'error':
      return say`error`;
    case 'warning':
      return say`warning`;
    case 'hint':
      return say`hint`;
  }
}

/** The reference of all diagnostics as Markdown. */
export function diagnosticsReference(): string {
  const parts = families.map(({ title, codes }) => {
    const sections = Object.entries(codes).map(([code, info]) => section(code, info));
    return `## ${title}\n\n${sections.join('\n')}`;
  });
  return [opening, ...parts].join('\n');
}
