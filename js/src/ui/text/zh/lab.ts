import type { Catalogue } from "../en";
import { create } from "./prejoin";

export const lab: Catalogue["lab"] = {
  meeting: "会议",
  panelOf: (title: string) => `会议：${title}`,
  category: "会议",
  newMeeting: "新建会议",
  newCaption: "在面板中发起会议",
  joinMeeting: "加入会议…",
  joinCaption: "通过链接前往会议",
  link: "会议链接",
  go: "前往会议",
  title: create.title,
  titleMissing: create.titleMissing,
  create: create.submit,
  noAnswer: "Jupyter 服务器没有响应。请检查它是否在运行，然后重新加载页面。",
};
