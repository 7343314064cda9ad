import type { Catalogue } from "../en";
import { count } from "./language";

export const meeting: Catalogue["meeting"] = {
  region: (title) => `会议：${title}`,
  you: (name) => `${name}（您）`,
  guest: "访客",
  host: "主持人",
  microphoneOff: "麦克风已关闭",
  microphoneOn: "麦克风已开启",
  joined: (name) => `${name} 加入了会议`,
  left: (name) => `${name} 离开了会议`,
  raised: (name) => `${name} 举手了`,
  handUp: "已举手",
  links: {
    waiting: "",
    connecting: "正在连接…",
    connected: "",
    interrupted: "画面和声音已中断",
    failed: "无法与此人建立连接",
  },
  away: "正在重新连接…",
  alone: "您是第一个到的。",
  aloneLead: "请分享链接：",
  people: (people) => count(people, { other: "# 人" }),
};

export const connection: Catalogue["connection"] = {
  name: "连接",
  connecting: "正在连接",
  connected: "已连接",
  reconnecting: "正在重新连接",
  interrupted: "画面和声音已中断",
  unreachable: "服务器没有响应",
  ended: "已结束",
};

export const outage: Catalogue["outage"] = {
  silent: {
    what: "Jupyter 服务器没有响应。",
    cure: "此页面会继续尝试。画面和声音可以照常进行，但其他人无法加入。请检查您的网络，并确认服务器正在运行。",
  },
  refused: "此页面会继续尝试恢复连接。在此期间画面和声音可以照常进行。",
};

export const reactions: Catalogue["reactions"] = {
  thumbs_up: "点赞",
  clap: "鼓掌",
  heart: "爱心",
  laugh: "大笑",
  surprised: "惊讶",
  celebrate: "庆祝",
};
