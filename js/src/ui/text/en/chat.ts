import { count } from "./language";

export const chat = {
  heading: "Chat",
  messages: "Messages",
  message: "Message",
  placeholder: "Write a message",
  send: "Send",
  to: "To",
  everyone: "Everyone",
  you: "You",
  only: (name: string) => `${name} only`,
  onlyYou: "only to you",
  gone: (name: string) => `${name} has left. Choose who should get this.`,
  tooLong: (limit: number) => `The message is too long: at most ${limit} characters.`,
  none: "Nobody has written anything yet. Everybody in the meeting can read what you write here.",
  sending: "Sending…",
  uncertain: "The connection was lost for too long. Nobody may have got this.",
  again: "Send again",
  copy: "Copy",
  copyCode: "Copy code",
  wrote: (name: string) => `Message from ${name}`,
  unread: (messages: number) => count(messages, { one: "# unread message", other: "# unread messages" }),
};
