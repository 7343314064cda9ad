import type { ComponentChildren, Ref } from "preact";

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput?: (value: string) => void;
  readonly placeholder?: string;
  /** The text may be copied: it is selected as a whole when it gets the focus. */
  readonly readOnly?: boolean;
  /** The text cannot be changed just now. Unlike a disabled field it keeps the focus. */
  readonly busy?: boolean;
  readonly invalid?: boolean;
  readonly autoComplete?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/**
 * One line of text, named by its label. Passcodes use it, too: they are read out to people rather than kept from
 * them, and a password field would have the browser offer to store them.
 */
export function TextField(props: TextFieldProps) {
  const { label, value, onInput, placeholder, readOnly, busy, invalid, autoComplete = "off" } = props;
  return (
    <label class="nbmeet-field">
      <span class="nbmeet-label">{label}</span>
      <input
        ref={props.inputRef ?? null}
        class="nbmeet-input"
        type="text"
        value={value}
        placeholder={placeholder}
        readOnly={readOnly || busy || false}
        aria-disabled={busy || undefined}
        aria-invalid={invalid || undefined}
        autocomplete={autoComplete}
        spellcheck={false}
        onInput={(event) => onInput?.(event.currentTarget.value)}
        onFocus={(event) => readOnly && event.currentTarget.select()}
      />
    </label>
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
  /** The language of the label, where it is another than the page's. */
  readonly lang?: string;
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
  readonly icon?: ComponentChildren;
  readonly disabled?: boolean;
}

/** One of several. With an icon, the label is for screen readers and the icon stands for it. */
export function Choice({ label, value, options, onChange, icon, disabled }: ChoiceProps) {
  return (
    <label class={icon ? "nbmeet-field nbmeet-field-icon" : "nbmeet-field"}>
      <span class={icon ? "nbmeet-unseen" : "nbmeet-label"}>{label}</span>
      {icon}
      <select
        class="nbmeet-input nbmeet-select"
        title={icon ? label : undefined}
        value={value}
        disabled={disabled ?? false}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} lang={option.lang}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
