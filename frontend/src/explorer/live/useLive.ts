/** The live tail of the screen's question, while it is switched on. */
import { useCallback, useEffect, useEffectEvent, useReducer, useRef, useState } from "react";
import { tailParameters, type AskedQuestion } from "../../api/parameters";
import { openTail, socketAddress, type TailState } from "../../api/tail";
import { useClient } from "../../app/client";
import { useRecheckSession } from "../../session/session";
import { emptyBuffer, maxLiveRows, reduceLive, type LiveBuffer } from "./buffer";

export type Live = {
  state: TailState;
  buffer: LiveBuffer;
  /** While true, new rows wait and are counted. */
  setHold: (hold: boolean) => void;
  show: () => void;
  loadGap: (gap: { after: number; before: number }) => void;
};

type Options = {
  enabled: boolean;
  question: AskedQuestion;
  /** The tail stands: from here on nothing is missed, so a search asked now meets it without a hole. */
  onStart: () => void;
};

export function useLive({ enabled, question, onStart }: Options): Live {
  const client = useClient();
  const recheckSession = useRecheckSession();
  const [state, setState] = useState<TailState>({ kind: "connecting" });
  const [buffer, dispatch] = useReducer(reduceLive, emptyBuffer);
  const hold = useRef(false);
  const lastSeq = useRef<number | null>(null);
  useEffect(() => {
    lastSeq.current = buffer.lastSeq;
  }, [buffer.lastSeq]);

  const parameters = tailParameters(question).toString();
  const started = useEffectEvent(onStart);

  useEffect(() => {
    if (!enabled) return undefined;
    dispatch({ type: "clear" });
    lastSeq.current = null;
    const close = openTail({
      address: () => {
        const after = lastSeq.current === null ? "" : `&after=${lastSeq.current}`;
        return socketAddress(`/api/v1/tail?${parameters}${after}`);
      },
      onState: setState,
      onFrame: (frame) => {
        if (frame.type === "hello" && lastSeq.current === null) started();
        dispatch({ type: "frame", frame, hold: hold.current });
      },
      onRejected: recheckSession,
    });
    return () => {
      close();
      dispatch({ type: "clear" });
    };
  }, [enabled, parameters, recheckSession]);

  const setHold = useCallback((held: boolean) => {
    hold.current = held;
    if (!held) dispatch({ type: "show" });
  }, []);
  const show = useCallback(() => dispatch({ type: "show" }), []);

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

  return { state, buffer, setHold, show, loadGap };
}
