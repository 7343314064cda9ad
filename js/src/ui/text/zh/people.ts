import type { Role } from "../../../protocol/types.gen";
import type { Catalogue } from "../en";

export const roles: Record<Role, string> = {
  attendee: "参会者",
  presenter: "演讲者",
  host: "主持人",
  observer: "旁听者",
};

export const people: Catalogue["people"] = {
  heading: "参会者",
  list: "参会者名单",
  turn: (place) => (place === 1 ? "下一位" : `第 ${place} 位`),
  lowerHand: "放下手",
  lowerHandOf: (name) => `放下手：${name}`,
  cameraOn: "摄像头已开启",
  cameraOff: "摄像头已关闭",
};
