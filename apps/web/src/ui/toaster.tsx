import './toast.css';
import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { ToastStore } from './toast-store.ts';

export const ToastContext = createContext<ToastStore | null>(null);

function useToastStore(): ToastStore {
  const store = useContext(ToastContext);
  if (store === null) throw new Error('useToast() needs <Providers> above it');
  return store;
}

/** Returns what shows a short message. */
export function useToast(): (text: string) => void {
  return useStore(useToastStore(), (toasts) => toasts.show);
}

/** Shows the messages; a polite live region reads them out. */
export function Toaster(): ReactNode {
  const shown = useStore(useToastStore(), (toasts) => toasts.shown);
  return (
    <div className="toasts" role="status">
      {shown.map((toast) => (
        <div key={toast.id} className="toast">
          {toast.text}
        </div>
      ))}
    </div>
  );
}
