import type { Screen } from "../../api/schema";
import { facetNames } from "../../state/search-state";
import { cx } from "../../ui/cx";
import { CodedFacet } from "./CodedFacet";
import styles from "./Facets.module.css";
import { PartyFacet } from "./PartyFacet";

type FacetsProps = {
  facets: Screen["facets"] | undefined;
  outdated: boolean;
  /** The numbers are on their way, so that their place is kept. */
  loading: boolean;
};

/** Every field that narrows, with exact counts. A facet's own marks leave its other values choosable. */
export function Facets({ facets, outdated, loading }: FacetsProps) {
  return (
    <div className={cx(styles.facets, outdated && styles.outdated)}>
      {facetNames.map((name) => (
        <CodedFacet key={name} name={name} counted={facets?.[name]} loading={loading} />
      ))}
      <PartyFacet name="user" ready={facets !== undefined && !outdated} loading={loading} />
      <PartyFacet name="target" ready={facets !== undefined && !outdated} loading={loading} />
    </div>
  );
}
