import type { Catalogue } from "../en";

export const stage: Catalogue["stage"] = {
  previous: "上一页画面",
  next: "下一页画面",
  page: (page, pages) => `${page} / ${pages}`,
  pin: (name) => `固定 ${name}`,
};
