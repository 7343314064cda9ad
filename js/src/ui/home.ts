/** Where a call is shown, and what is known there before the server has been asked. */
export interface Home {
  readonly kind: "cell" | "page";
  readonly title: string;
  /** Seconds since the epoch. */
  readonly createdAt: number | null;
  /** Proposes `Your name`. */
  readonly name: string;
  /** The application's root as the administrator says people reach it, or "". Ends in `/`. */
  readonly publicUrl: string;
  readonly meetingId: string;
  /** The meeting's address at the server that the kernel uses, or ""; mostly this page's own server. */
  readonly kernelAddress: string;
  /**
   * Ask the server about the meeting at once. False until the kernel has answered: opening an old notebook sends
   * nothing before the person turns to the card.
   */
  readonly eager: boolean;
  /** Where the page can start another meeting; a cell does that in Python. */
  readonly createNew: (() => void) | null;
  /** Sends an anonymous person to the login; null where the page around us has done that. */
  readonly logIn: (() => void) | null;
  /** Where the page's address brought an invite: it was refused, and must not be brought again. */
  readonly forgetInvite?: () => void;
}
