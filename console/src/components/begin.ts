const FIELD = 'input:is([type=text], [type=number], [type=search]), textarea';

/**
 * The ref of what a modal shows: who is asked for something types it at once. Only when the modal has remembered where the keys were, and moved
 * them to the button that closes it: else it would give them back to the field that goes with it.
 */
export const begin = (shown: HTMLElement | null): void => {
  const toField = () => setTimeout(() => shown?.querySelector<HTMLElement>(FIELD)?.focus());
  shown?.closest('[role=dialog]')?.addEventListener('focusin', toField, { once: true });
};
