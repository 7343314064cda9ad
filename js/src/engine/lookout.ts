/**
 * Whether any view of a call is in sight, and which one stands in for it while none is: a small one that floats over the page. One
 * call, one floating view, however many cells show it.
 */
export class Lookout {
  /** `floating` is the view that floats; null while one of them is in sight. */
  state: { readonly floating: object | null } = { floating: null };
  readonly #listeners = new Set<() => void>();
  /** In the order they came. */
  readonly #views = new Map<object, boolean>();

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whether `view` is in sight now. */
  report(view: object, inSight: boolean): void {
    this.#views.set(view, inSight);
    this.#decide();
  }

  /** There is no such view any more. */
  gone(view: object): void {
    this.#views.delete(view);
    this.#decide();
  }

  #decide(): void {
    const seen = [...this.#views.values()].some(Boolean);
    const [first = null] = this.#views.keys();
    // The one that floats already goes on floating.
    const stays = this.state.floating !== null && this.#views.has(this.state.floating);
    const floating = seen ? null : stays ? this.state.floating : first;
    if (floating === this.state.floating) return;
    this.state = { floating };
    for (const listener of [...this.#listeners]) listener();
  }
}
