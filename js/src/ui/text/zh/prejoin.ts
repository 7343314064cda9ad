import type { Catalogue } from "../en";
import { devices } from "./devices";
import { count } from "./language";

export const deadEnd: Catalogue["deadEnd"] = {
  heading: "无法打开此会议",
  createNew: "新建会议",
  createInCell: "要发起新会议，请在单元格中运行 Meeting.create(…)。",
  logIn: "登录",
};

export const create: Catalogue["create"] = {
  heading: "发起会议",
  lead: "收到链接的人可以在笔记本或浏览器标签页中加入。",
  title: "会议标题",
  titleMissing: "请填写会议标题，让大家知道加入的是什么会议。",
  titleTooLong: (limit) => `标题太长：最多 ${limit} 个字符。`,
  passcode: "口令（可选）",
  passcodeTooLong: (limit) => `口令太长：最多 ${limit} 个字符。`,
  passcodeHint: "不设口令时，凡是能登录此服务器并拥有链接的人都可以加入。",
  submit: "创建会议",
};

export const prejoin: Catalogue["prejoin"] = {
  name: "您的名字",
  passcode: "口令",
  camera: "摄像头",
  microphone: "麦克风",
  speaker: "扬声器",
  cameraOn: "开启摄像头",
  microphoneOn: "开启麦克风",
  devices,
  preview: "预览",
  showPreview: "显示预览",
  asking: "请在浏览器的提示中作出选择…",
  cameraIsOff: "您的摄像头已关闭",
  notCaptured: "加入之前不会录制或发送任何内容",
  join: "加入会议",
  joinWithout: "不使用摄像头和麦克风加入",
  here: "您已在另一个标签页或另一台设备上加入此会议。",
  moveHere: "将通话移到这里",
  moveWithout: "不使用摄像头和麦克风移到这里",
  joinAgain: "再加入一次",
  joinAgainHint: "再次加入时，麦克风关闭且没有声音，以免产生回声。",
  created: (moment) => `创建于 ${moment}`,
  present: (people) => (people === 0 ? "还没有人加入" : count(people, { other: "已有 # 人在会议中" })),
  guest: "您将以访客身份加入",
  observer: "您将以旁听者身份加入：可以看到和听到其他人",
  systemDefault: "系统默认",
  unnamed: (kind, position) => `${devices[kind]} ${position}`,
};

export const elsewhere: Catalogue["elsewhere"] = {
  open: "在浏览器中打开",
  address: "会议地址",
  copy: "复制地址",
};
