import type { Catalogue } from "../en";
import { count } from "./language";

export const chat: Catalogue["chat"] = {
  heading: "聊天",
  messages: "聊天记录",
  message: "消息",
  placeholder: "输入消息",
  send: "发送",
  to: "发送给",
  everyone: "所有人",
  you: "您",
  only: (name) => `仅 ${name} 可见`,
  onlyYou: "仅您可见",
  gone: (name) => `${name} 已离开。请选择要发送给谁。`,
  tooLong: (limit) => `消息太长：最多 ${limit} 个字符。`,
  none: "还没有人发言。您在这里写的内容，会议中的所有人都能看到。",
  sending: "正在发送…",
  uncertain: "连接中断太久，可能没有人收到这条消息。",
  again: "重新发送",
  copy: "复制",
  copyCode: "复制代码",
  wrote: (name) => `${name} 发来消息`,
  unread: (messages) => count(messages, { other: "# 条未读消息" }),
};
