import type { Catalogue } from "../en";
import { count } from "./language";
import { roles } from "./people";

export const invite: Catalogue["invite"] = {
  heading: "邀请他人",
  link: "会议链接",
  linkHint: "适用于能登录此服务器的人。",
  copyLink: "复制链接",
  qr: "会议链接的二维码",
  showPasscode: "显示口令",
  needsPasscode: "加入者还需要口令。",
  guests: "无需登录的访客",
  guestsLead: "专属链接，无需登录和口令即可加入。",
  role: "角色",
  expires: "有效期",
  guestName: "访客名字（可选）",
  create: "创建邀请",
  list: "邀请列表",
  none: "没有有效的邀请。",
  anyone: "任何人",
  copy: (name) => `复制邀请：${name}`,
  revoke: (name) => `撤销邀请：${name}`,
  copyShort: "复制",
  revokeShort: "撤销",
  address: "邀请链接",
  unknownLink: "只有创建它的页面才知道其链接",
  until: (role, moment) => `${roles[role]}，${moment} 前有效`,
  roles,
  hours: (hours) => count(hours, { other: "# 小时后" }),
  days: (days) => count(days, { other: "# 天后" }),
};
