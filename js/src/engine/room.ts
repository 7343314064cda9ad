/**
 * The meeting as one participation knows it: who is there, what was said and not yet acknowledged. Pure: one event
 * in, the next state and what to do about it out (docs/protocol.md section 4). Times are in milliseconds.
 */

import type { ChatMessage, Failed, Reacted, ServerMessage } from "../protocol/types.gen";
import { arrived, heard, refused, sent, taken } from "./chat";
import { knock, knockOver, wait } from "./moderation";
import { acknowledge, put, type Said } from "./outbox";
import type { Room, RoomEvent, Step } from "./room-model";
import { remove, succeed, upsert, vacate } from "./roster";
import { expire, resend, welcome } from "./welcome";

/** How long a reaction is shown. */
export const SHOWN = 4000;

/** What follows from one event. */
export function enter(room: Room, event: RoomEvent): Step {
  switch (event.type) {
    case "heard":
      return isOld(room, event.message) ? [room, []] : hear(room, event.message, event.now);
    case "say":
      return say(room, event.said);
    case "again":
      return sayAgain(room, event.n);
    case "lost":
      return [{ ...room, open: false }, []];
    case "time":
      return expire(fade(room, event.now), event.now);
  }
}

/** Whether there is room for one more camera beside those of the others. */
export function cameraFits(room: Room): boolean {
  const others = room.people.filter(({ participant }) => participant.camera && participant.id !== room.you);
  return others.length < room.cameras;
}

/** A welcome begins the counting anew; anything else with a number that was handled is a repetition. */
function isOld(room: Room, message: ServerMessage): boolean {
  return "seq" in message && message.type !== "welcome" && message.seq <= room.seq;
}

function hear(before: Room, message: ServerMessage, now: number): Step {
  const room = "seq" in message ? { ...before, seq: message.seq } : before;
  switch (message.type) {
    case "welcome":
      return welcome(room, message, now);
    case "resumed":
      return resend({ ...room, open: true, outbox: acknowledge(room.outbox, message.ack) }, false);
    case "pong":
      return [{ ...room, outbox: acknowledge(room.outbox, message.ack) }, []];
    case "joined":
      return succeed(room, message.participant, now);
    case "updated":
      return upsert(room, message.participant, now);
    case "left":
      return message.reason === "moved" ? vacate(room, message.id) : remove(room, [message.id], now);
    case "ticket":
      return [room, [{ type: "signal", from: message.from, signal: message.signal }]];
    case "meeting":
      return [{ ...room, meeting: message.meeting }, []];
    case "ice_servers":
      return [{ ...room, iceServers: message.ice_servers }, [{ type: "servers" }]];
    case "chat":
      return [read(room, message.message), []];
    case "history":
      return [{ ...room, chat: heard(room.chat, message.messages, room.epoch, room.you) }, []];
    case "reaction":
      return see(room, message, now);
    case "waiting":
      return wait(room, now);
    case "knock":
      return [knock(room, message.person), []];
    case "knock_over":
      return [knockOver(room, message.id), []];
    case "error":
      return fail(room, message);
    case "ended":
      return [room, [{ type: "ended" }]];
    case "refused":
    case "going_away":
      return [room, []]; // the socket's business (signal.ts)
  }
}

function say(before: Room, said: Said): Step {
  const [outbox, message] = put(before.outbox, said);
  const chat = said.type === "chat" ? sent(before.chat, message.n, said.text, said.to ?? null) : before.chat;
  const room = { ...before, outbox, chat };
  return [room, room.open ? [{ type: "transmit", message }] : []];
}

function sayAgain(room: Room, n: number): Step {
  const [chat, found] = taken(room.chat, n);
  if (!found) return [room, []];
  return say(
    { ...room, chat },
    { type: "chat", text: found.text, ...(found.to !== null && { to: found.to }) },
  );
}

function read(room: Room, message: ChatMessage): Room {
  const chat = heard(room.chat, [message], room.epoch, room.you);
  return { ...room, chat: message.from === room.you ? arrived(chat) : chat };
}

function fail(room: Room, { re, code, message }: Failed): Step {
  const chat = refused(room.chat, re, { code, message });
  const of = room.outbox.waiting.find(({ n }) => n === re)?.type ?? null;
  return [{ ...room, chat }, [{ type: "failed", n: re, of, code, message }]];
}

function see(room: Room, { seq, from, reaction }: Reacted, now: number): Step {
  const shown = { key: `${room.epoch}:${seq}`, from, reaction, until: now + SHOWN };
  return [{ ...room, reactions: [...room.reactions, shown] }, [{ type: "wake", at: shown.until }]];
}

function fade(room: Room, now: number): Room {
  const reactions = room.reactions.filter(({ until }) => until > now);
  return reactions.length < room.reactions.length ? { ...room, reactions } : room;
}
