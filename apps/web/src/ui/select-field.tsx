import './field.css';
import { ChevronDown } from 'lucide-react';
import { type ReactNode, useId } from 'react';

export type SelectOption = { readonly value: string; readonly label: string };

type SelectFieldProps = {
  readonly label: string;
  readonly icon: ReactNode;
  readonly options: readonly SelectOption[];
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
};

export function SelectField(props: SelectFieldProps): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {props.icon}
        {props.label}
      </label>
      <div className="select">
        <select
          id={id}
          value={props.value}
          disabled={props.disabled}
          onChange={(event) => props.onChange(event.target.value)}
        >
          {props.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden />
      </div>
    </div>
  );
}
