import { useEffect } from "preact/hooks";
import type { Call, CallState, DeviceKind, DeviceState, Devices, JoinRequest } from "../../engine/model";
import type { Digest } from "../../protocol/types.gen";
import type { Home } from "../home";
import { Status } from "../meeting/status";
import { mediaObstacle } from "../parts/environment";
import { useSnapshot } from "../parts/use-snapshot";
import { text } from "../text";
import { DeadEnd, isDeadEnd } from "./dead-end";
import { DeviceChoices, KINDS } from "./device-choices";
import { DeviceTrouble } from "./device-trouble";
import { addressElsewhere } from "./elsewhere";
import { type Door, JoinFields } from "./join-fields";
import { Preview } from "./preview";
import { useDigest } from "./use-digest";
import { useJoinForm } from "./use-join-form";
import { useRefusedInvite } from "./use-refused-invite";
import { Waiting } from "./waiting";

interface PrejoinProps {
  readonly call: Call;
  readonly home: Home;
  readonly join: (request: JoinRequest) => void;
  /** A join from another screen of this view led here: the button that had the focus is gone. */
  readonly tried: boolean;
}

/** Before the call: who one will be, how one looks, and what stands in the way. Captures nothing without a click. */
export function Prejoin({ call, home, join, tried }: PrejoinProps) {
  const state = useSnapshot(call);
  const device = useSnapshot(call.devices);
  const { digest, problem: unknown, ask } = useDigest(call, home.eager);
  const problem = state.problem ?? unknown;
  const form = useJoinForm(call, { digest, problem: state.problem, proposal: home.name, join });
  useRefusedInvite(home, problem);
  const observer = digest?.role === "observer";
  useRelease(call.devices, observer || isDeadEnd(problem));
  if (isDeadEnd(problem)) {
    const tryAgain = () => {
      call.dismiss();
      ask(true);
    };
    const known = { ...home, title: digest?.title || home.title };
    return <DeadEnd home={known} problem={problem} tryAgain={tryAgain} />;
  }
  const means = meansOf(observer, device);
  const joining = state.phase === "joining";
  const address = addressElsewhere(call.link, home.publicUrl, home.meetingId);
  return (
    // Turning to the card is when the server may be asked about the meeting.
    <div class="nbmeet-prejoin" onFocusIn={() => ask()} onPointerDown={() => ask()}>
      <Preview devices={call.devices} name={form.name || form.nameProposed} possible={means.possible} />
      <div class="nbmeet-lobby">
        <Head digest={digest} home={home} state={state} />
        {means.trouble && (
          <DeviceTrouble call={call} problem={means.trouble} asking={device.asking} address={address} />
        )}
        {state.phase === "waiting" ? (
          <Waiting cancel={() => call.leave()} />
        ) : (
          <JoinFields
            form={form}
            problem={problem}
            joining={joining}
            tried={tried}
            elsewhere={state.elsewhere}
            asking={device.asking}
            withMedia={means.possible}
            door={doorOf(digest)}
            retry={unknown ? () => ask(true) : null}
          >
            <DeviceChoices devices={call.devices} kinds={means.kinds} disabled={joining} />
          </JoinFields>
        )}
      </div>
    </div>
  );
}

interface HeadProps {
  readonly digest: Digest | null;
  readonly home: Home;
  readonly state: CallState;
}

/** Which meeting it is. The heading takes the focus of a button below it that goes. */
function Head({ digest, home, state }: HeadProps) {
  return (
    <header>
      <h2 class="nbmeet-heading" tabIndex={-1}>
        {digest?.title || home.title || text.loading}
      </h2>
      <p class="nbmeet-facts">{facts(digest, home.createdAt)}</p>
      {state.phase !== "idle" && <Status connection={state.connection} />}
    </header>
  );
}

/** What the person can take part with. */
interface Means {
  /** Whether camera and microphone can be used at all. */
  readonly possible: boolean;
  readonly kinds: readonly DeviceKind[];
  readonly trouble: DeviceState["problem"];
}

/** Observers send nothing, so nothing is wrong for them where others miss their devices. */
function meansOf(observer: boolean, { problem }: DeviceState): Means {
  const obstacle = mediaObstacle();
  if (observer) return { possible: false, kinds: obstacle ? [] : ["speaker"], trouble: null };
  if (obstacle) return { possible: false, kinds: [], trouble: { kind: obstacle, device: "both" } };
  return { possible: true, kinds: KINDS, trouble: problem };
}

/** Where nothing more can come of it, no camera runs on unseen. */
function useRelease(devices: Devices, useless: boolean): void {
  const { live, asking } = useSnapshot(devices);
  const running = live.camera || live.microphone || asking;
  useEffect(() => {
    if (useless && running) devices.stop();
  }, [devices, useless, running]);
}

/** What is known of how the person would come in. */
function doorOf(digest: Digest | null): Door {
  return { locked: digest?.locked ?? false, asks: digest?.waits ?? false };
}

function facts(digest: Digest | null, createdAt: number | null): string {
  const words = text.prejoin;
  const moment = digest?.created_at ?? createdAt;
  const known = [
    moment !== null && words.created(text.moment(moment)),
    digest && words.present(digest.present),
    digest?.guest && words.guest,
    digest?.role === "observer" && words.observer,
    digest?.waits && text.entrance.waits,
  ];
  return known.filter(Boolean).join(" · ");
}
