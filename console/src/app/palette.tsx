import Box from '@cloudscape-design/components/box';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import { useQuery } from '@tanstack/react-query';
import { memo, type Ref, startTransition, useDeferredValue, useEffect, useImperativeHandle, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { begin } from '../components/begin.ts';
import { areas, type Found } from './areas.ts';
import { best } from './fit.ts';

const pages: readonly Found[] = areas.flatMap(({ title, links }) =>
  links.map(({ text, path }) => ({ title: text, kind: title || 'Page', path })),
);
const SHOWN = 12;

export interface Opener {
  readonly open: () => void;
}

/** Every page and every resource by a few letters, at Control K. Whether it is open is known here alone: the page below is not drawn again for it. */
export function Palette({ opener }: { readonly opener: Ref<Opener> }) {
  const [isOpen, setOpen] = useState(false);
  useImperativeHandle(opener, () => ({ open: () => startTransition(() => setOpen(true)) }));
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k')) return;
      event.preventDefault();
      startTransition(() => setOpen((open) => !open));
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  if (!isOpen) return null;
  const close = () => setOpen(false);
  return (
    <Modal visible header="Search" closeAriaLabel="Close" onDismiss={close}>
      <div ref={begin}>
        <Finder onClose={close} />
      </div>
    </Modal>
  );
}

function Finder({ onClose }: { readonly onClose: () => void }) {
  const [, navigate] = useLocation();
  const [wanted, setWanted] = useState('');
  const [chosen, setChosen] = useState(0);
  const { data: resources } = useQuery({
    queryKey: ['palette'],
    staleTime: 10_000,
    queryFn: async () => {
      const found = await Promise.allSettled(areas.flatMap((area) => (area.resources ? [area.resources()] : [])));
      return found.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    },
  });
  const all = useMemo(() => [...pages, ...(resources ?? [])], [resources]);
  // keys come first, what they find when there is time
  const sought = useDeferredValue(wanted);
  const shown = useMemo(() => best(all, sought, SHOWN), [all, sought]);
  const at = Math.min(chosen, shown.length - 1);
  const go = (found: Found | undefined) => {
    if (!found) return;
    onClose();
    navigate(found.path);
  };
  return (
    <>
      <Input
        value={wanted}
        type="search"
        clearAriaLabel="Clear"
        ariaLabel="Pages and resources"
        placeholder="Pages, applications, streams, buckets, roles"
        controlId="palette"
        nativeInputAttributes={{
          role: 'combobox',
          'aria-expanded': true,
          'aria-controls': 'palette-list',
          'aria-activedescendant': shown.length ? `palette-${at}` : undefined,
        }}
        onChange={({ detail }) => {
          setWanted(detail.value);
          setChosen(0);
        }}
        onKeyDown={({ detail, preventDefault }) => {
          const step = detail.key === 'ArrowDown' ? 1 : detail.key === 'ArrowUp' ? -1 : 0;
          if (step !== 0) {
            preventDefault();
            setChosen((at + step + shown.length) % Math.max(1, shown.length));
          }
          // who types and presses Enter at once means what he typed, not what was drawn so far
          if (detail.key === 'Enter') go((wanted === sought ? shown : best(all, wanted, SHOWN))[at]);
        }}
      />
      <div className="palette" role="listbox" id="palette-list" aria-label="Found">
        {shown.map((found, i) => (
          <Option key={`${found.kind} ${found.path}`} found={found} at={i} chosen={i === at} onPoint={setChosen} onGo={go} />
        ))}
        {shown.length === 0 && (
          <Box textAlign="center" padding="m" color="text-body-secondary">
            Nothing is called that
          </Box>
        )}
      </div>
    </>
  );
}

interface OptionProps {
  readonly found: Found;
  readonly at: number;
  readonly chosen: boolean;
  readonly onPoint: (at: number) => void;
  readonly onGo: (found: Found) => void;
}

const Option = memo(
  ({ found, at, chosen, onPoint, onGo }: OptionProps) => (
    <div
      id={`palette-${at}`}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      onMouseEnter={() => onPoint(at)}
      onClick={() => onGo(found)}
      onKeyDown={() => undefined}
    >
      <span>{found.title}</span>
      <small>{found.kind}</small>
    </div>
  ),
  (a, b) => a.found === b.found && a.at === b.at && a.chosen === b.chosen,
);
