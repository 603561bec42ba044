import './button.css';
import type { ComponentProps, ReactNode } from 'react';

type ButtonProps = ComponentProps<'button'> & {
  /** `primary` is what the page is for, `outlined` stands by, `plain` recedes. */
  readonly look?: 'primary' | 'outlined' | 'plain';
  readonly icon?: ReactNode;
  /** Id of the text that says why it can't be pressed now: it stays in the tab order, so that it is heard. */
  readonly unavailableBecause?: string | undefined;
};

export function Button(props: ButtonProps): ReactNode {
  const {
    look = 'outlined',
    icon,
    unavailableBecause,
    children,
    className = '',
    onClick,
    ...rest
  } = props;
  return (
    <button
      type="button"
      {...rest}
      {...(unavailableBecause !== undefined && {
        'aria-disabled': true,
        'aria-describedby': unavailableBecause,
      })}
      className={`button button-${look} ${className}`}
      onClick={unavailableBecause === undefined ? onClick : undefined}
    >
      {icon}
      {children}
    </button>
  );
}
