import type { Catalogue } from "../en";

export const stage: Catalogue["stage"] = {
  previous: "上一页画面",
  next: "下一页画面",
  page: (page, pages) => `第 ${page} / ${pages} 页`,
  pin: (name) => `固定 ${name}`,
  hideSelf: "隐藏自己的画面",
  showSelf: "显示自己的画面",
  pictureInPicture: "画中画",
  ownWindow: "在独立窗口中打开",
  floating: (title) => `会议浮动窗口：${title}`,
  back: "返回会议",
  spotlight: (name) => `聚焦 ${name}`,
};
