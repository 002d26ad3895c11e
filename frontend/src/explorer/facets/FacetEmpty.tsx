import { useMessages } from "../../messages";
import styles from "./FacetParts.module.css";

/** A facet without any value to show. */
export function FacetEmpty() {
  return <p className={styles.empty}>{useMessages().facets.empty}</p>;
}
