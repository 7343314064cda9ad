/** Everything the interface says, in Simplified Chinese. */

import type { Catalogue } from "../en";
import { times } from "../times";
import { after, end } from "./after";
import { chat } from "./chat";
import { common } from "./common";
import { troubles } from "./devices";
import { errors } from "./errors";
import { invite } from "./invite";
import { lab } from "./lab";
import { language } from "./language";
import { connection, meeting, outage, reactions } from "./meeting";
import { entrance, moderation } from "./moderation";
import { people } from "./people";
import { create, deadEnd, elsewhere, prejoin } from "./prejoin";
import { quality } from "./quality";
import { screen } from "./screen";
import { settings } from "./settings";
import { stage } from "./stage";
import { toolbar } from "./toolbar";

export const zh: Catalogue = {
  language,
  ...times(language),
  ...common,
  errors,
  troubles,
  deadEnd,
  create,
  prejoin,
  elsewhere,
  meeting,
  connection,
  outage,
  quality,
  toolbar,
  screen,
  chat,
  people,
  moderation,
  entrance,
  reactions,
  settings,
  stage,
  end,
  invite,
  lab,
  after,
};
