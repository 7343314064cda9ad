/** Tasks one at a time, each to its end before the next begins. */
export class Mailbox {
  #last: Promise<void> = Promise.resolve();

  /**
   * Puts a task behind those that wait; resolves when it is done. It must not reject: who posts knows what a failure
   * means.
   */
  post(task: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(task);
    return this.#last;
  }
}
