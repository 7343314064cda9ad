import { CopyField } from "../parts/copy-field";
import { text } from "../text";
import { QrCode } from "./qr";

/** The meeting's link: to copy, and to scan with a phone. */
export function LinkToShare({ link }: { link: string }) {
  return (
    <div class="nbmeet-share">
      <CopyField label={text.invite.link} value={link} copyLabel={text.invite.copyLink} />
      <QrCode value={link} name={text.invite.qr} />
    </div>
  );
}
