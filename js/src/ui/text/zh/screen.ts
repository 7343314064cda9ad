import type { Catalogue } from "../en";

export const screen: Catalogue["screen"] = {
  share: "共享屏幕",
  stop: "停止共享",
  sharing: "您正在共享屏幕",
  of: (name) => `${name} 的屏幕`,
  started: (name) => `${name} 开始共享屏幕`,
  stopped: (name) => `${name} 停止了共享`,
  youStopped: "您已停止共享屏幕",
  troubles: {
    policy: {
      what: "无法在此窗口中共享屏幕。",
      cure: "承载它的程序或页面不允许这样做。请在浏览器中打开会议。",
    },
    system: {
      what: "操作系统不允许浏览器获取屏幕内容。",
      cure: "请在系统的隐私设置中允许屏幕录制，然后重新启动浏览器。",
    },
    none: { what: "没有可以共享的屏幕或窗口。", cure: "请先打开您想展示的内容，然后重试。" },
    unknown: { what: "无法共享屏幕。", cure: "请重试。如果仍然不行，请重新启动浏览器。" },
  },
};
