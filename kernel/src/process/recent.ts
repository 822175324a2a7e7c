/** The few values used last, by key: what is asked for again soon need not be made again, and memory stays bounded. */
export class Recent<Value> {
  private readonly values = new Map<string, Value>();

  /** @param size how many values are kept */
  constructor(private readonly size: number) {}

  get(key: string): Value | undefined {
    const value = this.values.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.values.delete(key);
    this.values.set(key, value);
    for (const oldest of this.values.keys()) {
      if (this.values.size <= this.size) break;
      this.values.delete(oldest);
    }
  }
}
