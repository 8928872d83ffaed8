import type { InputHTMLAttributes, ReactNode } from 'react';

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> & {
  readonly name: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What to do, in words, next to the field. */
  readonly error?: string | undefined;
};

const ids = (name: string) => ({
  input: `field-${name}`,
  hint: `field-${name}-hint`,
  error: `field-${name}-error`,
});

const describedBy = (name: string, { hint, error }: Pick<Props, 'hint' | 'error'>): string | undefined =>
  [error === undefined ? '' : ids(name).error, hint === undefined ? '' : ids(name).hint].join(' ').trim() ||
  undefined;

/** One line of text with its label above, and hint and error tied to it for those who do not see them. */
export function TextField({ label, hint, error, ...input }: Props) {
  const { name } = input;
  return (
    <div className="field">
      <label htmlFor={ids(name).input}>{label}</label>
      {error !== undefined && (
        <span className="error" id={ids(name).error}>
          {error}
        </span>
      )}
      <input
        id={ids(name).input}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={describedBy(name, { hint, error })}
        {...input}
      />
      {hint !== undefined && (
        <span className="hint" id={ids(name).hint}>
          {hint}
        </span>
      )}
    </div>
  );
}

type ChoiceProps = Pick<Props, 'name' | 'label'> & {
  readonly options: readonly { readonly value: string; readonly name: string }[];
  /** What is so already. Not a way to choose for somebody. */
  readonly defaultValue: string;
};

/** One of a list, with what is so already shown. */
export function Choice({ name, label, options, defaultValue }: ChoiceProps) {
  return (
    <div className="field">
      <label htmlFor={ids(name).input}>{label}</label>
      <select id={ids(name).input} name={name} className="own" defaultValue={defaultValue}>
        {options.map(({ value, name: shown }) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ))}
      </select>
    </div>
  );
}

type RadiosProps = {
  readonly name: string;
  readonly legend: ReactNode;
  readonly options: readonly { readonly value: string; readonly label: ReactNode }[];
  /** Null where nothing is chosen for anybody. */
  readonly defaultValue: string | null;
};

/** One of a few, all of them in sight. */
export function Radios({ name, legend, options, defaultValue }: RadiosProps) {
  return (
    <fieldset className="radios">
      <legend>{legend}</legend>
      {options.map(({ value, label }) => (
        <label key={value}>
          <input type="radio" name={name} value={value} defaultChecked={value === defaultValue} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Off until a person switches it on. */
export function Checkbox({
  label,
  hint,
  error,
  ...input
}: Omit<Props, 'type' | 'defaultChecked' | 'checked'>) {
  const { name } = input;
  return (
    <div className="field check">
      <input
        type="checkbox"
        id={ids(name).input}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={describedBy(name, { hint, error })}
        {...input}
      />
      <label htmlFor={ids(name).input}>{label}</label>
      {error !== undefined && (
        <span className="error" id={ids(name).error}>
          {error}
        </span>
      )}
      {hint !== undefined && (
        <span className="hint" id={ids(name).hint}>
          {hint}
        </span>
      )}
    </div>
  );
}
