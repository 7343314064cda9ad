import { useEffect, useMemo, useState } from "preact/hooks";
import type { Call, Credentials, Problem, Server, View } from "../../engine/model";
import type { Created, Me } from "../../protocol/types.gen";
import { CallScreen } from "../call-screen";
import { Create } from "../create";
import type { Home } from "../home";
import { useSnapshot } from "../parts/use-snapshot";
import { DeadEnd } from "../prejoin/dead-end";
import { text } from "../text";
import { forgetInvite, goToLogin, isMeetingId, loginAddress } from "./address";
import { useMe } from "./use-me";

export interface PageProps {
  /** The application's root: absolute, ends in `/`. */
  readonly root: string;
  readonly server: Server;
  readonly attach: (meetingId: string) => View;
  readonly start: Place;
}

/** What the page shows: no meeting yet, or one, with what this browser brings to it. */
export interface Place {
  readonly meetingId: string;
  readonly credentials: Credentials;
  /** Code of what the server has to say instead. */
  readonly problem?: string | null;
}

const NOWHERE: Place = { meetingId: "", credentials: {} };

/** The stand-alone page. */
export function Page({ root, server, attach, start }: PageProps) {
  const { me, problem, ask } = useMe(server);
  const [place, setPlace] = useState(start);
  const failed = place.problem;
  const goTo = (next: Place) => {
    history.pushState(null, "", root + next.meetingId);
    setPlace(next);
  };
  const home = pageHome(place.meetingId, me, () => goTo(NOWHERE));
  const stranger = me !== null && !me.logged_in && !place.credentials.invite;
  useEffect(() => {
    if (stranger && !failed) home.logIn?.();
  }, [stranger, failed]);
  useBackButton();
  if (failed && !me?.logged_in)
    return <Refusal home={home} problem={{ code: failed, message: "" }} tryAgain={ask} />;
  if (problem) return <Refusal home={home} problem={problem} tryAgain={ask} />;
  if (!me || (stranger && home.logIn)) return <p class="nbmeet-center nbmeet-facts">{text.loading}</p>;
  if (stranger)
    return <Refusal home={home} problem={{ code: "login_required", message: "" }} tryAgain={ask} />;
  if (place.meetingId === "") {
    const onCreated = ({ meeting, host_key: hostKey }: Created, passcode: string) =>
      goTo({ meetingId: meeting.id, credentials: { hostKey, ...(passcode ? { passcode } : {}) } });
    return <Create server={server} onCreated={onCreated} />;
  }
  if (!isMeetingId(place.meetingId))
    return <Refusal home={home} problem={{ code: "bad_id", message: "" }} tryAgain={ask} />;
  return <PageCall key={place.meetingId} place={place} attach={attach} home={home} />;
}

interface RefusalProps {
  readonly home: Home;
  readonly problem: Problem;
  readonly tryAgain: () => void;
}

function Refusal(props: RefusalProps) {
  return (
    <div class="nbmeet-card">
      <DeadEnd {...props} />
    </div>
  );
}

interface PageCallProps {
  readonly place: Place;
  readonly attach: PageProps["attach"];
  readonly home: Home;
}

function PageCall({ place, attach, home }: PageCallProps) {
  const view = useMemo(() => attach(place.meetingId), [attach, place.meetingId]);
  useMemo(() => view.call.bring(place.credentials), [view, place.credentials]);
  useEffect(() => () => view.close(), [view]);
  useDocumentTitle(view.call);
  const forget = () => {
    forgetInvite(place.meetingId);
    view.call.bring({ invite: "" });
  };
  return <CallScreen call={view.call} home={{ ...home, forgetInvite: forget }} />;
}

function pageHome(meetingId: string, me: Me | null, createNew: () => void): Home {
  const login = me?.login_url ? loginAddress(me.login_url) : null;
  return {
    kind: "page",
    title: "",
    createdAt: null,
    name: "",
    publicUrl: me?.public_url ?? "",
    meetingId,
    kernelAddress: "",
    eager: true,
    // Guests have no right to make meetings.
    createNew: me?.logged_in ? createNew : null,
    logIn: login ? () => goToLogin(login) : null,
  };
}

function useDocumentTitle(call: Call): void {
  useSnapshot(call);
  const { title } = call;
  useEffect(() => {
    if (title) document.title = `${title} - ${text.product}`;
  }, [title]);
}

/** The page keeps no history of its own: going back loads what the address then says. */
function useBackButton(): void {
  useEffect(() => {
    const reload = () => location.reload();
    window.addEventListener("popstate", reload);
    return () => window.removeEventListener("popstate", reload);
  }, []);
}
