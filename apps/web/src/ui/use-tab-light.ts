import { useEffect } from 'react';

const litIcon = `data:image/svg+xml,${encodeURIComponent(
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect x='3' y='6' width='26' height='20' rx='6' fill='#d81f26'/><circle cx='16' cy='16' r='6' fill='#fff'/></svg>",
)}`;

/** Lights the icon of the tab while on air, so that the tab is found among others. */
export function useTabLight(lit: boolean): void {
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (!icon || !lit) return;
    const unlit = icon.href;
    icon.href = litIcon;
    return () => {
      icon.href = unlit;
    };
  }, [lit]);
}
