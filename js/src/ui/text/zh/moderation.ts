import type { Catalogue } from "../en";

export const moderation: Catalogue["moderation"] = {
  mute: (name) => `将 ${name} 静音`,
  hold: (name) => `禁止 ${name} 发言`,
  remove: (name) => `移出 ${name}`,
  makePresenter: (name) => `将 ${name} 设为演讲者`,
  makeAttendee: (name) => `将 ${name} 设为参会者`,
  handOver: (name) => `将主持人移交给 ${name}`,
  short: {
    mute: "静音",
    hold: "禁止发言",
    release: "已禁止发言",
    remove: "移出会议",
    makePresenter: "设为演讲者",
    makeAttendee: "设为参会者",
    handOver: "移交主持人",
  },
  removal: {
    heading: (name) => `要将 ${name} 移出会议吗？`,
    lead: "此人将无法再次加入，无论使用登录账号还是邀请链接。",
    confirm: "移出",
  },
  controls: "所有人",
  muteEveryone: "全体静音",
  lock: "锁定会议",
  locked: "已锁定",
  lockedHint: "新的人无法加入。",
  marks: { muted: "已被静音", held: "已被禁止发言" },
  told: {
    muted: "主持人或演讲者已将您静音。您可以重新开启麦克风。",
    held: "主持人暂时关闭了您的麦克风。",
    released: "您可以重新开启麦克风了。",
  },
  heldTip: "主持人暂时关闭了您的麦克风",
  wasMuted: (name) => `${name} 已被静音`,
  wasHeld: (name) => `${name} 已被禁止发言`,
  nowLocked: "会议已锁定",
  nowUnlocked: "会议已解除锁定",
  nowRole: {
    host: "您现在是主持人",
    presenter: "您现在是演讲者",
    attendee: "您现在是参会者",
    observer: "您现在是旁听者",
  },
};

export const entrance: Catalogue["entrance"] = {
  locked: "此会议已锁定。之前参加过的人可以回来，新的人无法加入。",
};
