import type { Catalogue } from "../en";

export const stage: Catalogue["stage"] = {
  previous: "上一页画面",
  next: "下一页画面",
  page: (page, pages) => `第 ${page} / ${pages} 页`,
  pin: (name) => `固定 ${name}`,
  hideSelf: "隐藏自己的画面",
  showSelf: "显示自己的画面",
};
