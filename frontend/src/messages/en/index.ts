/** English. The words are those of the product's guide; its shape is what every other language must fill. */
import labels from "../labels/en.json";
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

export const en = {
  /** The language's code, as the API names it and as it is kept. */
  locale: "en",
  /** What Intl is asked for: the variety of English whose dates put the day first. */
  timeLocale: "en-GB",
  product: "whodid",
  number: n,
  none: "(none)",
  person: (name: string, address: string) => `${name} (${address})`,
  negated: (text: string) => `not ${text}`,
  labelled: (field: string, value: string) => `${field}: ${value}`,
  labels: labels as Record<string, Record<string, string>>,
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
