/** A meeting in JupyterLab without a notebook: the page stands in for the kernel behind the cell's view. */

/** What is shown, as the traits of docs/reference/widget.md have it. */
export interface Shown {
  readonly meetingId: string;
  readonly title: string;
  /** Seconds since the epoch; null while it is not known. */
  readonly createdAt: number | null;
  /** The trait `service`; null where the meeting lives in this server. */
  readonly service: string | null;
  /** What a kernel would answer to `credentials`: secrets, which stay in the page's memory. */
  readonly secrets: Readonly<Record<string, string>>;
}

type Handler = (message: unknown) => void;

/** As much of an anywidget model as the view uses. */
export class StandIn {
  readonly #traits: Readonly<Record<string, unknown>>;
  readonly #secrets: Readonly<Record<string, string>>;
  readonly #handlers = new Set<Handler>();

  constructor({ meetingId, title, createdAt, service, secrets }: Shown) {
    this.#secrets = secrets;
    this.#traits = {
      meeting_id: meetingId,
      title,
      created_at: createdAt,
      base_url: "",
      public_url: "",
      service: service ?? "",
      display_name: "",
    };
  }

  get(trait: string): unknown {
    return this.#traits[trait];
  }

  on(_event: string, handler: Handler): void {
    this.#handlers.add(handler);
  }

  off(_event: string, handler: Handler): void {
    this.#handlers.delete(handler);
  }

  send(message: { readonly type: string }): void {
    if (message.type !== "credentials") return;
    for (const handler of this.#handlers) handler({ type: "credentials", ...this.#secrets });
  }
}
