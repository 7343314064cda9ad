import type { Catalogue } from "../en";
import { count } from "./language";

export const after: Catalogue["after"] = {
  over: {
    left: "您已离开会议。",
    ended: "此会议已结束。",
    removed: "您已被移出此会议。",
    moved: "通话已移到您的另一个标签页。",
    elsewhere: "您已在另一个标签页或另一台设备上加入此会议。",
    lost: "连接中断太久。",
  },
  lead: {
    left: "会议仍在进行时，您可以随时回来。",
    ended: "会议链接已失效。",
    removed: "如果您认为这是误操作，请询问主持人。",
    moved: "请在那里继续，或者将通话移回这里。",
    elsewhere: "这里的连接中断太久。请在那里继续，或者将通话移到这里。",
    lost: "请检查您的网络，然后重新加入。",
  },
  leadRefused: "通话已中断。您可以尝试重新加入。",
  rejoin: "重新加入会议",
  who: "参会人员",
};

export const end: Catalogue["end"] = {
  heading: "要为所有人结束会议吗？",
  notConnected: "恢复连接后即可使用。",
  lead: (others) =>
    others === 0
      ? "会议链接将失效，无法再次使用。"
      : count(others, { other: "通话中的另外 # 人将断开连接。会议链接将失效。" }),
};
