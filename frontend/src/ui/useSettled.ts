import { useEffect, useState } from "react";

/** The value once it has stood still for so long; the one before while it moves. */
export function useSettled(value: string, delayMS: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMS);
    return () => clearTimeout(timer);
  }, [value, delayMS]);
  return settled;
}
