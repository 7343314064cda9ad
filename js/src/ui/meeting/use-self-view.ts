import { useState } from "preact/hooks";
import { rememberedSelfHidden, rememberSelfHidden } from "../parts/remember";

export interface SelfView {
  /** The person does not want to see the own camera. The others see it all the same. */
  readonly hidden: boolean;
  readonly toggle: () => void;
}

/** Whether one sees oneself; remembered for the next call. */
export function useSelfView(): SelfView {
  const [hidden, setHidden] = useState(rememberedSelfHidden);
  const toggle = () => {
    rememberSelfHidden(!hidden);
    setHidden(!hidden);
  };
  return { hidden, toggle };
}
