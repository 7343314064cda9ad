/** Invites of one meeting, and the links of those that this page knows the secret of. */

import type { Invite, Role } from "../protocol/types.gen";
import type { Api } from "./api";
import { inviteLinkFor } from "./root";

export interface NewInvite {
  readonly role: Role;
  readonly name: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly uses: number;
}

export class Invites {
  readonly #api: Api;
  readonly #meetingId: string;
  readonly #meetingLink: string;
  readonly #links = new Map<string, string>();

  constructor(api: Api, meetingId: string, meetingLink: string) {
    this.#api = api;
    this.#meetingId = meetingId;
    this.#meetingLink = meetingLink;
  }

  /** Secrets of invites that were made elsewhere, by the invite's id. */
  learn(secrets: Readonly<Record<string, string>>): void {
    for (const [id, secret] of Object.entries(secrets))
      this.#links.set(id, inviteLinkFor(this.#meetingLink, secret));
  }

  async create({ role, name, expiresIn, uses }: NewInvite): Promise<{ invite: Invite; link: string }> {
    const body = { role, name, expires_in: expiresIn, uses };
    const { invite, secret } = await this.#api.createInvite(this.#meetingId, body);
    const link = inviteLinkFor(this.#meetingLink, secret);
    this.#links.set(invite.id, link);
    return { invite, link };
  }

  list(): Promise<readonly Invite[]> {
    return this.#api.invites(this.#meetingId);
  }

  async revoke(id: string): Promise<void> {
    await this.#api.revokeInvite(this.#meetingId, id);
    this.#links.delete(id);
  }

  link(id: string): string | null {
    return this.#links.get(id) ?? null;
  }
}
