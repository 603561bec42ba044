import { loadPart } from '../load-part.ts';
import { commonText } from '../text/every-page.ts';

/**
 * Shows a page that is loaded apart from its document's first script.
 *
 * @param render loads it and renders it into the document's root
 */
export function showPage(render: (root: HTMLElement) => Promise<void>): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('The document has no element with the id "root".');
  void loadPart(() => render(root), {
    failed: () => {
      const note = document.createElement('p');
      note.className = 'not-loaded';
      note.role = 'alert';
      note.textContent = commonText.notLoaded;
      root.replaceChildren(note);
    },
  });
}
