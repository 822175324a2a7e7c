export const systemPackages: readonly string[];
export function installEditor(): void;
export function findBrowser(): string | undefined;
export function installExtension(): string;
export function startEditor(options: {
  readonly workspace: string;
  readonly extensions: string;
  readonly trusted?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly port?: number;
  /** Of the editor, such as `zh-cn`; English without it. */
  readonly locale?: string;
}): Promise<{ readonly url: string; readonly profile: string; stop(): Promise<void> }>;
