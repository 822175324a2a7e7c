import * as vscode from 'vscode';
import type { EffectResult, Result } from '../../../kernel/src/result.js';
import type { LastRun, LastRunsParameters } from '../../../server/src/protocol.js';
import type { RunListener } from '../notebook/run-cell.js';

/** Name in the workspace's memory. */
const memory = 'causal.lastRuns';

/** Documents whose runs are remembered; those that ran longest ago are forgotten first. */
const mostDocuments = 200;

type Kept = Readonly<Record<string, readonly LastRun[]>>;

/**
 * What effects of each document gave when they were last estimated: whole as long as the window lives, and what the editor says of them
 * on the lines of the spec longer.
 */
export class LastRuns {
  private readonly whole = new Map<string, Map<string, EffectResult>>();

  /** @param tell called with what was estimated just now */
  constructor(
    private readonly workspace: vscode.Memento,
    private readonly tell: (runs: LastRunsParameters) => void,
  ) {}

  /** A listener that keeps what another one is told. */
  keeping(document: vscode.Uri, listener: RunListener): RunListener {
    return {
      progress: (fraction, message) => listener.progress(fraction, message),
      result: (result, reused) => {
        listener.result(result, reused);
        this.record(document, result);
      },
    };
  }

  /** The result of an effect of a document, where it was estimated in this window. */
  resultOf(document: vscode.Uri, name: string): EffectResult | undefined {
    return this.whole.get(document.toString())?.get(name);
  }

  /** All that is remembered; nothing where the workspace is not trusted. */
  all(): readonly LastRunsParameters[] {
    if (!vscode.workspace.isTrusted) return [];
    return Object.entries(this.kept).map(([uri, runs]) => ({ uri, runs }));
  }

  private get kept(): Kept {
    return this.workspace.get<Kept>(memory, {});
  }

  private record(document: vscode.Uri, result: Result): void {
    if (result.kind !== 'effect') return;
    const uri = document.toString();
    this.whole.set(uri, (this.whole.get(uri) ?? new Map<string, EffectResult>()).set(result.name, result));
    const run = lastRunOf(result);
    const { [uri]: own = [], ...others } = this.kept;
    const now = [...own.filter(({ name }) => name !== run.name), run];
    const older = Object.entries(others).slice(1 - mostDocuments);
    void this.workspace.update(memory, Object.fromEntries([...older, [uri, now]]));
    this.tell({ uri, runs: [run] });
  }
}

function lastRunOf({
  name,
  sentence,
  level,
  treatment,
  contrasts,
  checks,
  provenance: { stepHash, dataHash },
}: EffectResult): LastRun {
  return {
    name,
    sentence,
    level,
    treatment,
    stepHash,
    dataHash,
    contrasts: contrasts.map(({ arm, estimate, interval }) => ({ arm, estimate, interval })),
    checks: checks.map((check) => ({ name: check.name, passed: check.passed, sentence: check.sentence })),
  };
}
