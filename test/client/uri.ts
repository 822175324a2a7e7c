/** What a command asks of the URI of a file. */
export class Uri {
  readonly scheme = 'file';
  constructor(readonly fsPath: string) {}
  get path() {
    return this.fsPath;
  }
  toString = () => this.fsPath;
  static file = (path: string) => new Uri(path);
  static parse = Uri.file;
}
