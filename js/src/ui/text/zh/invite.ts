import type { Catalogue } from "../en";
import { count } from "./language";
import { roles } from "./people";

export const invite: Catalogue["invite"] = {
  heading: "邀请他人",
  link: "会议链接",
  linkHint: {
    server: "适用于能登录此服务器的人。",
    hub: "适用于此 JupyterHub 上所有可以使用会议的人。登录后即可打开，任何人自己的服务器都不会对他人开放。",
    users_server:
      "此会议位于某个人自己的服务器上，因为该 Hub 没有会议服务。此链接适用于有权访问那台服务器的人。",
  },
  otherwiseInvite: "其他人都需要邀请。邀请只能打开此会议，不能打开那里的任何其他内容。",
  copyLink: "复制链接",
  labLink: "JupyterLab 链接",
  copyLabLink: "复制 JupyterLab 链接",
  labHint: "在收到链接的人自己的 JupyterLab 中打开会议。",
  qr: "会议链接的二维码",
  showPasscode: "显示口令",
  needsPasscode: "加入者还需要口令。",
  guests: "无需登录的访客",
  guestsLead: "专属链接，无需登录和口令即可加入。",
  personal: "专属邀请",
  personalLead: "带有角色的专属链接，供有账户的人使用，不再需要口令。没有账户的访客不能在此加入。",
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
