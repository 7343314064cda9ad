/** What a view may watch, and a test changes by hand. */
export class Source<T> {
  state: T;
  readonly #listeners = new Set<() => void>();
  constructor(state: T) {
    this.state = state;
  }
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  get listeners(): number {
    return this.#listeners.size;
  }
  change(change: Partial<T>): void {
    this.state = { ...this.state, ...change };
    this.announce();
  }
  announce(): void {
    for (const listener of this.#listeners) listener();
  }
}
