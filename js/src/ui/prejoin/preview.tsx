import { Eye, Mic, MicOff, Video as VideoIcon, VideoOff } from "lucide";
import type { Devices } from "../../engine/model";
import { Avatar } from "../parts/avatar";
import { Button } from "../parts/button";
import { RoundButton } from "../parts/round-button";
import { useSnapshot } from "../parts/use-snapshot";
import { Video } from "../parts/video";
import { text } from "../text";

interface PreviewProps {
  readonly devices: Devices;
  readonly name: string;
  /** False where media cannot work: there is nothing to preview then. */
  readonly possible: boolean;
}

/** How the person will be seen. Nothing is captured until `Show preview` is clicked. */
export function Preview({ devices, name, possible }: PreviewProps) {
  const { wanted, live, stream, asking } = useSnapshot(devices);
  const words = text.prejoin;
  const nothing = !live.camera && !live.microphone;
  // Who wants to see a preview wants the camera.
  const show = () => void (wanted.camera ? devices.start() : devices.setCamera(true, true));
  return (
    <section class="nbmeet-preview" aria-label={words.preview}>
      <Avatar name={name || "?"} />
      <Video stream={stream} mirrored visible={live.camera} />
      {nothing && possible && (
        <div class="nbmeet-preview-ask">
          <Button onClick={show} icon={Eye} busy={asking}>
            {words.showPreview}
          </Button>
          <p>{asking ? words.asking : words.notCaptured}</p>
        </div>
      )}
      {possible && (
        <div class="nbmeet-preview-toggles">
          <RoundButton
            name={words.microphoneOn}
            icon={wanted.microphone ? Mic : MicOff}
            look={wanted.microphone ? "plain" : "off"}
            pressed={wanted.microphone}
            onClick={() => void devices.setMicrophone(!wanted.microphone)}
          />
          <RoundButton
            name={words.cameraOn}
            icon={wanted.camera ? VideoIcon : VideoOff}
            look={wanted.camera ? "plain" : "off"}
            pressed={wanted.camera}
            onClick={() => void devices.setCamera(!wanted.camera)}
          />
        </div>
      )}
    </section>
  );
}
