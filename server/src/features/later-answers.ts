import { URI } from 'langium';
import type { Preview } from '../../../kernel/src/preview/preview.js';
import { type Answer, keyOfQuestion, type Question } from '../../../kernel/src/preview/question.js';
import type { PreviewSource } from '../language/previews.js';
import type { DataFiles } from './data-files.js';

/** Rows are read once typing has paused for this long, in milliseconds: until then every keystroke may ask for others. */
const pauseMs = 400;

/**
 * Answers what is known about rows at once, and reads the rest where nobody waits for it: one question after another, those of the
 * last state of a document alone. Then the document is built again.
 */
export class LaterAnswers implements PreviewSource {
  /** Questions without an answer, by document. */
  private readonly open = new Map<string, readonly Preview[]>();
  private reading: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param known told of a document once all its questions have answers
   * @param report told what kept rows from being read, for the server's log
   */
  constructor(
    private readonly files: Pick<DataFiles, 'previews'>,
    private readonly known: (document: URI) => void,
    private readonly report: (fault: unknown) => void,
  ) {}

  async answers(questions: readonly Question[], document: URI): Promise<ReadonlyMap<string, Answer>> {
    const uri = document.toString();
    const previews = questions.length > 0 ? await this.files.previews(questions, document) : [];
    const open = previews.filter(({ known }) => known === undefined);
    if (open.length > 0) this.open.set(uri, open);
    else this.open.delete(uri);
    if (this.open.size > 0) this.readSoon();
    return new Map(
      previews.flatMap(({ question, known }) => (known ? [[keyOfQuestion(question), known] as const] : [])),
    );
  }

  /** Reads at once what some documents asked. @returns whether there was anything to read */
  async settle(documents: readonly URI[]): Promise<boolean> {
    const uris = documents.map(String).filter((uri) => this.open.has(uri));
    for (const uri of uris) await this.readOf(uri);
    return uris.length > 0;
  }

  private readSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.reading ??= this.readAll().finally(() => {
        this.reading = undefined;
      });
    }, pauseMs);
    this.timer.unref();
  }

  private async readAll(): Promise<void> {
    for (let [uri] = this.open.keys(); uri !== undefined; [uri] = this.open.keys()) {
      // Whoever types on is not to wait for what is read: the next pause will do.
      if (!(await this.readOf(uri))) return this.readSoon();
      this.known(URI.parse(uri));
    }
  }

  /** False where the document has changed meanwhile, and with it what it asks. */
  private async readOf(uri: string): Promise<boolean> {
    const open = this.open.get(uri);
    for (const preview of open ?? []) {
      if (this.open.get(uri) !== open) return false;
      await preview.read().catch(this.report);
    }
    if (this.open.get(uri) !== open) return false;
    this.open.delete(uri);
    return true;
  }
}
