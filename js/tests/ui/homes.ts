import type { Home } from "../../src/ui/home";
import { CREATED_AT, MEETING_ID } from "./fakes";

export const PAGE: Home = {
  kind: "page",
  title: "",
  createdAt: null,
  name: "",
  publicUrl: "",
  meetingId: MEETING_ID,
  kernelAddress: "",
  eager: true,
  createNew: () => undefined,
  logIn: null,
};

/** A cell whose kernel has not answered. */
export const CELL: Home = {
  ...PAGE,
  kind: "cell",
  title: "Office hours",
  createdAt: CREATED_AT,
  eager: false,
  createNew: null,
};
