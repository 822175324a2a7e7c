import type { OutputColumn } from './output-column.js';

/** How the rows of a file are written: a head, lines, and a tail. */
export interface OutputForm {
  readonly head: (columns: readonly OutputColumn[]) => string;
  /** Of one row. @param first whether it is the first of the file */
  readonly line: (columns: readonly OutputColumn[], row: number, first: boolean) => string;
  readonly tail: string;
}

/**
 * Comma or tab separated, RFC 4180. Names and texts that a spreadsheet would run as a formula are preceded by an apostrophe; numbers are no
 * formulas and stay as they are.
 */
export function delimitedForm(delimiter: ',' | '\t'): OutputForm {
  return {
    head: (columns) => `${columns.map(({ name }) => textCell(name)).join(delimiter)}\n`,
    line(columns, row) {
      let cells = '';
      for (let i = 0; i < columns.length; i++) {
        const { type, at } = columns[i];
        const value = at(row);
        if (i > 0) cells += delimiter;
        if (value !== null) cells += type === 'text' ? textCell(String(value)) : String(value);
      }
      return `${cells}\n`;
    },
    tail: '',
  };
}

const formula = /^[\s\u00a0\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/;
const number = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan)$/i;

/**
 * A text as a cell. Spreadsheets run cells that begin with = + - @ (also after blanks), a tab or a carriage return as formulas, which makes an exported
 * text somebody else wrote dangerous to open; an apostrophe before it stops them (OWASP, "CSV injection"). A number, or the dash that stands for
 * none, begins with a sign and is none.
 */
function textCell(text: string): string {
  const runs = formula.test(text) && text !== '-' && !number.test(text);
  const safe = runs ? `'${text}` : text;
  return /[",\t\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** An array of objects, one a line. */
export const jsonForm: OutputForm = {
  head: () => '[',
  line: (columns, row, first) => `${first ? '\n' : ',\n'}${jsonOf(columns, row)}`,
  tail: '\n]\n',
};

/** An object a line. */
export const jsonLinesForm: OutputForm = {
  head: () => '',
  line: (columns, row) => `${jsonOf(columns, row)}\n`,
  tail: '',
};

function jsonOf(columns: readonly OutputColumn[], row: number): string {
  return `{${columns.map(({ name, at }) => `${JSON.stringify(name)}:${JSON.stringify(at(row))}`).join(',')}}`;
}

/** What stands for a missing value in {@link rawForm}, never in quotes. */
export const rawNull = '\\N';

/** What the data engine reads back to the last bit: no names, every text in quotes. */
export const rawForm: OutputForm = {
  head: () => '',
  line(columns, row) {
    const cells = columns.map(({ type, at }) => {
      const value = at(row);
      if (value === null) return rawNull;
      return type === 'text' ? `"${String(value).replaceAll('"', '""')}"` : String(value);
    });
    return `${cells.join(',')}\n`;
  },
  tail: '',
};
