/** The live tail of the screen's question, while it is switched on. */
import { useCallback, useEffect, useEffectEvent, useReducer, useRef, useState } from "react";
import { tailParameters, type AskedQuestion } from "../../api/parameters";
import type { Frame } from "../../api/schema";
import { openTail, socketAddress, type TailState } from "../../api/tail";
import { useClient } from "../../app/client";
import { useRecheckSession } from "../../session/session";
import { createBatch } from "./batch";
import { emptyBuffer, maxLiveRows, reduceLive, type LiveBuffer } from "./buffer";
import { addToRate, noRate, rateAt } from "./rate";

export type Live = {
  state: TailState;
  buffer: LiveBuffer;
  /** The reader wants it to stand still until told otherwise. */
  paused: boolean;
  setPaused: (paused: boolean) => void;
  /** While true, new rows wait and are counted. */
  setHold: (hold: boolean) => void;
  show: () => void;
  clear: (listed: number) => void;
  restore: () => void;
  /** Events a second, as it is now. */
  rate: () => number;
  loadGap: (gap: { after: number; before: number }) => void;
};

type Options = {
  enabled: boolean;
  question: AskedQuestion;
  /** The tail stands: from here on nothing is missed, so a search asked now meets it without a hole. */
  onStart: () => void;
  /** Switched off: the rows stay until forget is called, when a search has them too. */
  onStop: (forget: () => void) => void;
};

export function useLive({ enabled, question, onStart, onStop }: Options): Live {
  const client = useClient();
  const recheckSession = useRecheckSession();
  const [state, setState] = useState<TailState>({ kind: "connecting" });
  const [buffer, dispatch] = useReducer(reduceLive, emptyBuffer);
  const [paused, setPausedState] = useState(false);
  const busy = useRef(false);
  const still = useRef(false);
  const rate = useRef(noRate);

  const parameters = tailParameters(question).toString();
  const started = useEffectEvent(onStart);
  const stopped = useEffectEvent(onStop);

  useEffect(() => {
    if (!enabled) return undefined;
    let lastSeq: number | null = null; // of all that came, drawn or not
    let resume = true;
    dispatch({ type: "reset" });
    rate.current = noRate;

    const batch = createBatch((frames) =>
      dispatch({ type: "frames", frames, hold: busy.current || still.current }),
    );
    const onFrame = (frame: Frame) => {
      if (frame.type === "hello") {
        if (lastSeq === null) started();
        lastSeq = frame.seq;
        resume = true;
      } else if (frame.type === "error") {
        // A day between here and there can't be read, and won't be at the next try: what comes from now on can.
        if (frame.error.code === "day_unavailable") resume = false;
      } else {
        lastSeq = Math.max(lastSeq ?? 0, frame.type === "gap" ? frame.before - 1 : frame.seq);
        rate.current = addToRate(
          rate.current,
          frame.type === "gap" ? frame.missed : frame.events.length,
          Date.now(),
        );
      }
      batch.add(frame);
    };
    const close = openTail({
      address: () => {
        const after = lastSeq !== null && resume ? `&after=${lastSeq}` : "";
        return socketAddress(`/api/v1/tail?${parameters}${after}`);
      },
      onState: setState,
      onFrame,
      onRejected: recheckSession,
    });
    return () => {
      close();
      batch.close();
      still.current = false;
      setPausedState(false);
    };
  }, [enabled, parameters, recheckSession]);

  useEffect(() => {
    if (!enabled) return undefined;
    return () => stopped(() => dispatch({ type: "reset" }));
  }, [enabled]);

  const release = useCallback(() => {
    if (!busy.current && !still.current) dispatch({ type: "show" });
  }, []);
  const setHold = useCallback(
    (hold: boolean) => {
      busy.current = hold;
      release();
    },
    [release],
  );
  const setPaused = useCallback(
    (value: boolean) => {
      still.current = value;
      setPausedState(value);
      release();
    },
    [release],
  );
  const show = useCallback(() => dispatch({ type: "show" }), []);
  const clear = useCallback((listed: number) => dispatch({ type: "clear", listed }), []);
  const restore = useCallback(() => dispatch({ type: "restore" }), []);
  const rateNow = useCallback(() => rateAt(rate.current, Date.now()), []);

  const loadGap = useCallback(
    ({ after, before }: { after: number; before: number }) => {
      dispatch({ type: "gap", after, state: "loading" });
      void client
        .between(question, { after, before }, maxLiveRows)
        .then((events) => dispatch({ type: "gapLoaded", after, events }))
        .catch(() => dispatch({ type: "gap", after, state: "failed" }));
    },
    [client, question],
  );

  return { state, buffer, paused, setPaused, setHold, show, clear, restore, rate: rateNow, loadGap };
}
