import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Call, JoinRequest } from "../engine/model";
import { After } from "./after";
import type { Home } from "./home";
import { Meeting } from "./meeting/meeting";
import { keepKeys } from "./parts/keys";
import { rememberedName } from "./parts/remember";
import { useSnapshot } from "./parts/use-snapshot";
import { Prejoin } from "./prejoin/prejoin";

interface CallScreenProps {
  readonly call: Call;
  readonly home: Home;
}

/** One meeting in one place, whatever state it is in: before, in, or after the call. */
export function CallScreen({ call, home }: CallScreenProps) {
  const { phase } = useSnapshot(call);
  const card = useRef<HTMLDivElement>(null);
  const lastJoin = useLastJoin(call, home);
  const used = useRef(false);
  const rejoined = useRef(false);
  if (phase === "over") rejoined.current = false; // until it is clicked here, not in another view
  useLayoutEffect(() => (card.current ? keepKeys(card.current) : undefined), []);
  const noteUse = () => {
    used.current = true; // of two views of a call, only the one that is used may take the focus
  };
  const join = (request: JoinRequest) => {
    lastJoin.current = request;
    void call.join(request);
  };
  const rejoin = (ifHere?: "move") => {
    const { name, media } = lastJoin.current;
    rejoined.current = true;
    join({ name, media, ...(ifHere && { ifHere }) });
  };
  return (
    <div
      ref={card}
      class={`nbmeet-card nbmeet-card-${phase}`}
      onClickCapture={noteUse}
      onKeyDownCapture={noteUse}
    >
      {phase === "in" && <Meeting call={call} home={home} takeFocus={used.current} />}
      {phase === "over" && <After state={call.state} home={home} takeFocus={used.current} rejoin={rejoin} />}
      {(phase === "idle" || phase === "joining" || phase === "waiting") && (
        <Prejoin call={call} home={home} join={join} tried={rejoined.current} />
      )}
    </div>
  );
}

/** How to come back: as the person joined here, or, in a second view, under the name that the call showed. */
function useLastJoin(call: Call, home: Home): RefObject<JoinRequest> {
  const last = useRef<JoinRequest>({ name: home.name || rememberedName(), media: true });
  const own = call.state.tiles.find((tile) => tile.you)?.participant.name;
  if (own) last.current = { ...last.current, name: own };
  return last;
}
