import type { Catalogue } from "../en";

export const settings: Catalogue["settings"] = {
  heading: "设置",
  level: "麦克风音量",
  testSpeaker: "测试扬声器",
  playing: "正在播放…",
  rung: {
    chosen: "没有听到？请调高音量，或者选择其他扬声器。",
    default: "没有听到？请调高音量，或者在系统设置中选择其他扬声器。",
    failed: "无法使用此扬声器。请选择其他扬声器。",
  },
  notRoutable: "此浏览器只能通过系统默认的扬声器播放声音。",
  away: (label) => `${label}（未连接）`,
  sound: "您的声音",
  noiseSuppression: "噪声抑制",
  echoCancellation: "回声消除",
  autoGainControl: "自动音量",
  soundHint: "播放音乐时请关闭这些功能。除非您戴着耳机，否则请保持回声消除开启。",
  help: "遇到问题？",
  helpLead: "用于报告问题：浏览器、设备和连接的数据。不含姓名、地址和设备名称。",
  copyDiagnostics: "复制诊断信息",
  diagnostics: "诊断信息",
  language: "语言",
  automatic: "自动",
};
