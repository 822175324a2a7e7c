/** Messages in another language by their English, in which `{0}`, `{1}` stand for the values: `There is no "{0}"`. */
export type Catalogue = Readonly<Record<string, string>>;

/** Of this process. It is given once, at its start; without it everything is said in English. */
let spoken: Catalogue = {};

/** Has this process speak another language from now on. @param catalogue empty for English */
export function speak(catalogue: Catalogue): void {
  spoken = catalogue;
}

/** Whether a locale, as editors name it (`zh-cn`, `zh-Hans-SG`), is read in Simplified Chinese. */
export const isSimplifiedChinese = (locale: string | undefined): boolean =>
  locale !== undefined && /^zh(?:$|[-_](?:hans|cn|sg)\b)/i.test(locale);

/**
 * A message in the language of this process: `` say`Graph ${name} goes in a circle.` ``. Where a translation is missing it is in English.
 *
 * A translation may name the values in another order, and leaves out those made by {@link inflected}.
 */
export function say(parts: TemplateStringsArray, ...values: readonly unknown[]): string {
  return filled(told(keyOf(parts)), values);
}

/** Marks a message of a table, to be {@link told} when it is needed: a table is made before it is known which language is spoken. */
export function toTell([english]: TemplateStringsArray): string {
  return english;
}

/** A text without values, from a table of them, in the language of this process. */
export function told(english: string): string {
  return Object.hasOwn(spoken, english) ? spoken[english] : english;
}

/** What a work says in English, whatever this process speaks: for what is kept, hashed or compared. */
export function inEnglish<T>(work: () => T): T {
  const before = spoken;
  spoken = {};
  try {
    return work();
  } finally {
    spoken = before;
  }
}

/** A word that English bends by number: `are` and `is`. Other languages leave it out. */
export const inflected = (count: number, one: string, several: string): string =>
  count === 1 ? one : several;

/** A template with its values in their places. */
export function filled(template: string, values: readonly unknown[]): string {
  return template.replace(/\{(\d+)\}/g, (place, index) =>
    Number(index) < values.length ? String(values[Number(index)]) : place,
  );
}

/** The name of a message in a catalogue: its template with numbered places. */
export function keyOf(parts: readonly string[]): string {
  return parts.reduce((key, part, i) => (i === 0 ? part : `${key}{${i - 1}}${part}`), '');
}
