import type { Catalogue } from "../en";
import { count } from "./language";

/** What stands in no section. */
type Common = Pick<
  Catalogue,
  "product" | "retryIn" | "tryAgain" | "dismiss" | "close" | "cancel" | "copied" | "copyByHand" | "loading"
>;

export const common: Common = {
  product: "notebook-meet",
  retryIn: (seconds) => count(seconds, { other: "请在 # 秒后重试。" }),
  tryAgain: "重试",
  dismiss: "知道了",
  close: "关闭",
  cancel: "取消",
  copied: "已复制",
  copyByHand: "这里不允许复制。文本已选中，请按 Ctrl+C 或 ⌘C。",
  loading: "正在查找会议…",
};
