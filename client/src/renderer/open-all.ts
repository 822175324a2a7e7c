/** What a control asks for whose rows are too many for where it stands. */
const name = 'causal-open-all';

/** Asks whoever shows the result to open all of it elsewhere. @returns false where nobody does */
export function openedElsewhere(control: HTMLElement): boolean {
  return !control.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true }));
}

/** Opens a result elsewhere when a control in its element asks for that. */
export function onOpenAll(element: HTMLElement, open: () => void): void {
  element.addEventListener(name, (event) => {
    event.preventDefault();
    open();
  });
}
