/** Parts of the page of a code. */
export type PagePart = 'title' | 'meaning' | 'remedy';

/** Name of a part of the page of a code in a catalogue: its code, since pages are longer than one likes to repeat. */
export const pageKey = (code: string, part: PagePart): string => `${code} ${part}`;
