import type { LoadStep } from '../plan.js';

interface OfRows {
  /** The rows: those that this step would keep. Nothing is split. */
  readonly load: LoadStep;
}

/** How the texts of a column suit the encoder that is to read them. */
export interface TextQuestion extends OfRows {
  readonly ask: 'text';
  readonly column: string;
  /** Of those that are built in. */
  readonly encoder: string;
}

export interface TextAnswer {
  /** Texts looked at. */
  readonly texts: number;
  /** About which share of them is longer than the encoder's window. */
  readonly cut: number;
  /** Which share of them is in languages the encoder was not trained on. */
  readonly foreign: number;
  /** The most frequent of these, where there is one. */
  readonly language?: { readonly name: string; readonly share: number };
}

/** Whether words of a text tell which treatment or outcome the row has. */
export interface QuoteQuestion extends OfRows {
  readonly ask: 'quote';
  readonly column: string;
  readonly treatment?: string;
  readonly outcome?: string;
}

/** A term that nearly determines a value. */
export interface Quote {
  readonly term: string;
  readonly value: string;
  /** Rows whose text holds the term, and how many of them have the value. */
  readonly rows: number;
  readonly agree: number;
}

export interface QuoteAnswer {
  readonly treatment?: Quote;
  readonly outcome?: Quote;
}

/** What a term may tell. */
export type Told = keyof QuoteAnswer;

/** Whether one moment comes after another where it should not. */
export interface OrderQuestion extends OfRows {
  readonly ask: 'order';
  /** Columns of times, the first of which should not lie after the other; a row that lacks one tells nothing. */
  readonly earlier: string;
  readonly later: string;
}

export interface OrderAnswer {
  /** Rows that have both times. */
  readonly rows: number;
  /** Of them, those in which `earlier` lies after `later`, and the number of the first of these in the file. */
  readonly wrong: number;
  readonly row?: number;
}

export type Question = TextQuestion | QuoteQuestion | OrderQuestion;

/** What each kind of question is answered with. */
export interface Answers {
  readonly text: TextAnswer;
  readonly quote: QuoteAnswer;
  readonly order: OrderAnswer;
}

export type Answer = Answers[Question['ask']];

/** Two questions with one key have one answer, as long as the file stays as it is. */
export function keyOfQuestion({ load, ...asked }: Question): string {
  let rows = keysOfRows.get(load);
  if (rows === undefined) {
    const { path, format, declared, derive, keep, unit } = load.parameters;
    rows = JSON.stringify({ path, format, declared, derive, keep, unit });
    keysOfRows.set(load, rows);
  }
  return JSON.stringify(asked) + rows;
}

const keysOfRows = new WeakMap<LoadStep, string>();
