import type { Catalogue } from "../en";
import { count } from "./language";

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
  waitingRoom: "等候室",
  waitingRoomHint: "现在加入的人需要等待，直到有人准许。",
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
  waiting: "等候中",
  since: (moment) => `自 ${moment} 起`,
  admit: (name) => `准许 ${name} 加入`,
  deny: (name) => `拒绝 ${name} 加入`,
  admitShort: "准许",
  denyShort: "拒绝",
  knocks: (names) =>
    names.length === 1 ? `${names[0]} 正在等待加入。` : count(names.length, { other: "# 人正在等待加入。" }),
  showWaiting: "查看等候者",
  waitingBadge: (people) => count(people, { other: "# 人在等候" }),
};

export const entrance: Catalogue["entrance"] = {
  locked: "此会议已锁定。之前参加过的人可以回来，新的人无法加入。",
  waits: "需由会议中的人准许加入",
  ask: "请求加入",
  askWithout: "不使用摄像头和麦克风请求加入",
  waiting: "正在等待准许加入",
  told: "已告知主持人您正在等候。",
  stay: "获准后您会自动进入会议。在此之前，没有人能看到或听到您。",
};
