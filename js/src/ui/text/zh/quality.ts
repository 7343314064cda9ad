import type { Catalogue } from "../en";

const voiceFirst = "关闭摄像头可以让您的声音更清晰。";
const rounded = (value: number) => String(value < 1 ? Math.round(value * 10) / 10 : Math.round(value));

export const quality: Catalogue["quality"] = {
  connection: { good: "连接良好", weak: "连接较弱", poor: "连接很差" },
  upload: { good: "上行良好", weak: "上行较慢", poor: "上行很慢" },
  plights: {
    upload: () => ({ what: "您的上行网络较慢：其他人看到的画面可能模糊。", cure: voiceFirst }),
    uploadPoor: () => ({
      what: "您的上行网络很慢：其他人可能看不到您，也可能听漏您说的话。",
      cure: voiceFirst,
    }),
    path: (name) => ({ what: `与 ${name} 的连接较慢：${name} 看到的画面可能模糊。`, cure: voiceFirst }),
    pathPoor: (name) => ({
      what: `与 ${name} 的连接很慢：${name} 可能看不到您，也可能听漏您说的话。`,
      cure: voiceFirst,
    }),
    download: () => ({
      what: "您的下行网络较慢：其他人的画面和声音可能卡顿。",
      cure: "请关闭占用网络的其他程序，或靠近无线路由器。",
    }),
    busy: () => ({ what: "这台电脑很忙：其他人看到的画面可能模糊。", cure: "请关闭不需要的程序和标签页。" }),
  },
  direct: "直连",
  relayed: "中转",
  trip: (milliseconds) => `${Math.round(milliseconds)} 毫秒`,
  lost: (percent) => `丢包 ${rounded(percent)}%`,
  size: (width, height) => `${width}×${height}`,
  rate: (bits) =>
    bits < 1_000_000 ? `${Math.round(bits / 1000)} kbit/s` : `${(bits / 1_000_000).toFixed(1)} Mbit/s`,
  all: (grade, figures) => (figures.length > 0 ? `${grade}：${figures.join("，")}` : grade),
};
