const FIELD = 'input:is([type=text], [type=number], [type=search]), textarea';

/** The ref of what a modal shows: who is asked for something types it at once. Later than the modal's own choice, the button that closes it. */
export const begin = (shown: HTMLElement | null): void => {
  if (shown) setTimeout(() => shown.querySelector<HTMLElement>(FIELD)?.focus());
};
