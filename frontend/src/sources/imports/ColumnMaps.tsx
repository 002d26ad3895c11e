import { useState } from "react";
import type { ColumnMap } from "../../api/imports";
import { useMessages } from "../../messages";
import { useOwnZone } from "../../session/ownZone";
import { timeFormat } from "../../time/format";
import { Button } from "../../ui/Button";
import { errorText } from "../../ui/errorText";
import { Notice } from "../../ui/Notice";
import { useWords } from "../words";
import styles from "./ColumnMaps.module.css";
import { useColumnMaps, useForgetMap } from "./useImports";

/** What columns of files with unknown headers mean, as it was saved. Nothing while nothing is. */
export function ColumnMaps() {
  const messages = useMessages();
  const words = useWords().imports;
  const { data: maps = [] } = useColumnMaps();
  const forget = useForgetMap();
  if (maps.length === 0) return null;
  return (
    <section className={styles.maps} aria-labelledby="sources-maps">
      <h2 id="sources-maps" className={styles.heading}>
        {words.maps}
      </h2>
      <p className={styles.help}>{words.mapsHelp}</p>
      {forget.error && <Notice kind="failure">{errorText(messages, forget.error)}</Notice>}
      <ul className={styles.list}>
        {maps.map((map) => (
          <MapItem key={map.name} map={map} onForget={() => forget.mutate(map.name)} />
        ))}
      </ul>
    </section>
  );
}

function MapItem({ map, onForget }: { map: ColumnMap; onForget: () => void }) {
  const words = useWords().imports;
  const times = timeFormat(useMessages().timeLocale, useOwnZone());
  const [sure, setSure] = useState(false);
  const { name, header, columns, tz, encoding, by, updated } = map;
  const read = header.filter((column) => columns[column]);
  return (
    <li className={styles.map}>
      <div className={styles.words}>
        <strong className={styles.name}>{name}</strong>
        <p className={styles.columns}>
          {read
            .map((column) => words.readAs(column, words.meanings[columns[column] ?? ""] ?? ""))
            .join(" · ")}
        </p>
        <p className={styles.help}>
          {[
            ...(tz === "" ? [] : [tz]),
            ...(encoding === "" ? [] : [words.encodings[encoding] ?? encoding]),
            words.savedBy(by, times.dayAndMinute(new Date(updated))),
          ].join(" · ")}
        </p>
      </div>
      <div className={styles.actions}>
        {sure ? (
          <>
            <Button aria-label={words.named(words.forgetSure, name)} onPress={onForget}>
              {words.forgetSure}
            </Button>
            <Button aria-label={words.named(words.forgetNot, name)} onPress={() => setSure(false)}>
              {words.forgetNot}
            </Button>
          </>
        ) : (
          <Button aria-label={words.named(words.forget, name)} onPress={() => setSure(true)}>
            {words.forget}
          </Button>
        )}
      </div>
    </li>
  );
}
