import './button.css';
import type { ComponentProps, ReactNode } from 'react';

type IconButtonProps = ComponentProps<'button'> & {
  /** What it does, for those who hear it and for those who hover over it. */
  readonly label: string;
  /** What a pointer that rests on it is told; default: the label. */
  readonly hint?: string;
  /** Given for what stays switched. */
  readonly pressed?: boolean;
};

/** A button that shows a picture only. */
export function IconButton(props: IconButtonProps): ReactNode {
  const { label, hint = label, pressed, children, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      className="icon-button"
      title={hint}
      aria-label={label}
      {...(pressed !== undefined && { 'aria-pressed': pressed })}
    >
      {children}
    </button>
  );
}
