import type * as vscode from 'vscode';
import type { KnownKernel } from '../../../kernel/src/process/found-kernel.js';

/** A kernel of this window that waits for it through a reload. */
export interface RememberedKernel {
  readonly kernel: KnownKernel;
  /** What it was started with. */
  readonly workspace: string;
  readonly device: string;
  readonly memoryLimitMb: number;
}

const place = 'causal.kernels';

function isRemembered(value: unknown): value is RememberedKernel {
  const { kernel, workspace, device, memoryLimitMb } = (value ?? {}) as Partial<RememberedKernel>;
  return (
    typeof kernel?.pid === 'number' &&
    typeof kernel.meeting?.address === 'string' &&
    typeof kernel.meeting.secret === 'string' &&
    typeof workspace === 'string' &&
    typeof device === 'string' &&
    typeof memoryLimitMb === 'number'
  );
}

/** Where the kernels of this window can be found after it was reloaded, by the keys of the pool. */
export class KnownKernels {
  constructor(private readonly memento: vscode.Memento) {}

  all(): ReadonlyMap<string, RememberedKernel> {
    const kept = this.memento.get<Record<string, unknown>>(place, {});
    return new Map(
      Object.entries(kept).flatMap(([key, value]) => (isRemembered(value) ? [[key, value] as const] : [])),
    );
  }

  /** @param kernel undefined where there is none any more */
  keep(key: string, kernel: RememberedKernel | undefined): void {
    const others = [...this.all()].filter(([each]) => each !== key);
    const kept = kernel ? [...others, [key, kernel] as const] : others;
    void this.memento.update(place, Object.fromEntries(kept));
  }
}
