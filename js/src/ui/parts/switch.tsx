interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

/** Something that is on or off, as a line of its own. */
export function Switch({ label, on, onChange }: SwitchProps) {
  return (
    <button type="button" class="nbmeet-switch" aria-pressed={on} onClick={() => onChange(!on)}>
      <span>{label}</span>
      <span class="nbmeet-switch-track" aria-hidden="true" />
    </button>
  );
}
