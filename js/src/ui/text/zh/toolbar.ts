import type { Catalogue } from "../en";

export const toolbar: Catalogue["toolbar"] = {
  name: "会议控制",
  microphone: "麦克风",
  camera: "摄像头",
  hand: "举手",
  react: "表情回应",
  chat: "聊天",
  people: "参会者",
  invite: "邀请",
  fullScreen: "全屏",
  more: "更多",
  leave: "离开会议",
  end: "结束所有人的会议",
  hear: "点击收听",
  tips: {
    mute: "关闭麦克风 (m)",
    unmute: "开启麦克风 (m)",
    stopCamera: "关闭摄像头 (v)",
    startCamera: "开启摄像头 (v)",
    raiseHand: "举手 (h)",
    lowerHand: "放下手 (h)",
    chat: "聊天 (c)",
    exitFullScreen: "退出全屏",
  },
};
