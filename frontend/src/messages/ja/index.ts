/** Japanese, in the words of LINE WORKS' own console. */
import type { Messages } from "..";
import labels from "../labels/ja.json";
import { advanced } from "./advanced";
import { ask } from "./ask";
import { bursts } from "./bursts";
import { n } from "./count";
import { detail } from "./detail";
import { download } from "./download";
import { downloads } from "./downloads";
import { empty } from "./empty";
import { errors } from "./errors";
import { facets } from "./facets";
import { fields, targetTypes } from "./fields";
import { freshness } from "./freshness";
import { histogram } from "./histogram";
import { keys } from "./keys";
import { live } from "./live";
import { logIn } from "./logIn";
import { nav } from "./nav";
import { notes } from "./notes";
import { period } from "./period";
import { print } from "./print";
import { results } from "./results";
import { search } from "./search";
import { views } from "./views";
import { table } from "./table";
import { states } from "./states";

export const ja: Messages = {
  locale: "ja",
  timeLocale: "ja-JP",
  product: "whodid",
  number: n,
  none: "（なし）",
  person: (name: string, address: string) => `${name} (${address})`,
  negated: (text) => `${text}を除く`,
  labelled: (field, value) => `${field}: ${value}`,
  labels,
  fields,
  targetTypes,
  nav,
  logIn,
  search,
  ask,
  notes,
  period,
  advanced,
  facets,
  histogram,
  freshness,
  states,
  results,
  table,
  keys,
  bursts,
  empty,
  errors,
  detail,
  live,
  views,
  download,
  downloads,
  print,
};
