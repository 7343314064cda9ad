import type { DeviceKind } from "../../../engine/model";
import type { Catalogue } from "../en";
import type { TroubledDevice } from "../types";

const named: Record<TroubledDevice, string> = {
  camera: "摄像头",
  microphone: "麦克风",
  speaker: "扬声器",
  both: "摄像头和麦克风",
};
const nothing: Record<TroubledDevice, string> = {
  camera: "您的摄像头没有画面。",
  microphone: "您的麦克风没有声音。",
  speaker: "您的扬声器没有声音。",
  both: "您的摄像头和麦克风都没有信号。",
};
const replaced: Record<TroubledDevice, string> = {
  camera: "您的摄像头已被拔出，现在使用另一个摄像头。",
  microphone: "您的麦克风已被拔出，现在使用另一个麦克风。",
  speaker: "您的扬声器已被拔出，现在使用系统默认的扬声器。",
  both: "摄像头和麦克风已被拔出，现在使用其他设备。",
};

export const troubles: Catalogue["troubles"] = {
  insecure: () => ({
    what: "此页面通过普通 http 加载，因此无法使用摄像头和麦克风。",
    cure: "浏览器只允许 https:// 页面和 localhost 使用它们。请索取该服务器的 https 地址，或者在运行服务器的电脑上使用 http://localhost。",
  }),
  policy: (device) => ({
    what: `${named[device]}在此窗口中不可用。`,
    cure: "外层的程序或页面没有开放权限。请在浏览器中打开会议。",
  }),
  denied: (device) => ({
    what: `此网站被禁止使用${named[device]}。`,
    cure: "请在浏览器地址栏或系统的隐私设置中允许使用，然后重试。",
  }),
  busy: (device) => ({
    what: `${named[device]}正被其他程序占用。`,
    cure: "请关闭占用它的程序，然后重试。",
  }),
  none: (device) => ({
    what: `没有找到${named[device]}。`,
    cure: "请接上设备后重试，或者不带设备加入。您仍然可以看到和听到其他人。",
  }),
  unplugged: (device) => ({
    what: `${named[device]}已被拔出。`,
    cure: "请重新接上，或选择其他设备，然后重试。",
  }),
  replaced: (device) => ({
    what: replaced[device],
    cure: "请重新接上，或者选择其他设备。",
  }),
  silent: (device) => ({
    what: nothing[device],
    cure: "请检查镜头盖、开关或静音键，并关闭其他正在使用它的程序。然后重试，或者选择其他设备。",
  }),
  unsupported: () => ({
    what: "此浏览器无法进行通话。",
    cure: "它不支持 WebRTC，或者该功能已关闭。请使用新版的 Firefox、Chrome、Edge 或 Safari。",
  }),
  unknown: (device) => ({
    what: `无法启动${named[device]}。`,
    cure: "请重试。如果仍然不行，请选择其他设备或重启浏览器。",
  }),
};

export const devices: Record<DeviceKind, string> = {
  camera: "摄像头",
  microphone: "麦克风",
  speaker: "扬声器",
};
