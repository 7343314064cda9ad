import { ExternalLink } from "lucide";
import { CopyField } from "../parts/copy-field";
import { Icon } from "../parts/icon";
import { text } from "../text";

/**
 * The way out of a window that has no camera. A real link, because editors open links where they refuse
 * `window.open`; and the address to copy, for frames that refuse both.
 */
export function Elsewhere({ address }: { address: string }) {
  return (
    <div class="nbmeet-elsewhere">
      {/* biome-ignore lint/a11y/useSemanticElements: looks and works like a button, but editors only open links */}
      <a
        class="nbmeet-button nbmeet-button-primary"
        role="button"
        href={address}
        target="_blank"
        rel="noopener noreferrer"
        onKeyDown={(event) => {
          if (event.key !== " ") return;
          event.preventDefault();
          event.currentTarget.click();
        }}
      >
        <Icon shape={ExternalLink} size={16} />
        <span>{text.elsewhere.open}</span>
      </a>
      <CopyField label={text.elsewhere.address} value={address} copyLabel={text.elsewhere.copy} />
    </div>
  );
}

const CAPTURES = /^https:|^http:\/\/(localhost|127\.[\d.]+|\[::1\])(:|\/)/;

/**
 * The meeting's address for another window. Where this page's own could not capture either, it is the public one, or
 * that of the computer itself: who works at the server's computer under another name for it is helped by that.
 */
export function addressElsewhere(link: string, publicUrl: string, meetingId: string): string {
  if (CAPTURES.test(link)) return link;
  if (publicUrl.startsWith("https://")) return publicUrl + meetingId;
  const address = new URL(link);
  address.hostname = "localhost";
  return address.href;
}
