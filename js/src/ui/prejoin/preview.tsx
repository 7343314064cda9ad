import { Eye } from "lucide";
import type { Devices } from "../../engine/model";
import { Avatar } from "../parts/avatar";
import { Button } from "../parts/button";
import { DeviceToggle } from "../parts/device-toggle";
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
          <DeviceToggle
            device="microphone"
            name={words.microphoneOn}
            on={wanted.microphone}
            onClick={() => void devices.setMicrophone(!wanted.microphone)}
          />
          <DeviceToggle
            device="camera"
            name={words.cameraOn}
            on={wanted.camera}
            onClick={() => void devices.setCamera(!wanted.camera)}
          />
        </div>
      )}
    </section>
  );
}
