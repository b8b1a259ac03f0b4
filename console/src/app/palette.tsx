import Box from '@cloudscape-design/components/box';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { areas, type Found } from './areas.ts';

const pages: readonly Found[] = areas.flatMap(({ title, links }) =>
  links.map(({ text, path }) => ({ title: text, kind: title || 'Page', path })),
);
const SHOWN = 12;

/** How well a name fits: the start, a word's start, anywhere, the letters in order; undefined if not at all. */
export function fit(name: string, wanted: string): number | undefined {
  const [text, find] = [name.toLowerCase(), wanted.toLowerCase()];
  if (text.startsWith(find)) return 0;
  const at = text.indexOf(find);
  if (at > 0) return /[\s/_.-]/.test(text[at - 1] ?? '') ? 1 : 2;
  let next = 0;
  for (const letter of text) if (letter === find[next]) next++;
  return next === find.length ? 3 : undefined;
}

/** Every page and every resource by a few letters. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [, navigate] = useLocation();
  const [wanted, setWanted] = useState('');
  const [chosen, setChosen] = useState(0);
  const { data: resources = [] } = useQuery({
    queryKey: ['palette'],
    staleTime: 10_000,
    queryFn: async () => {
      const found = await Promise.allSettled(areas.flatMap((area) => (area.resources ? [area.resources()] : [])));
      return found.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    },
  });
  const shown = [...pages, ...resources]
    .flatMap((each) => {
      const rank = wanted === '' ? 0 : fit(each.title, wanted);
      return rank === undefined ? [] : [{ each, rank }];
    })
    .sort((a, b) => a.rank - b.rank)
    .slice(0, SHOWN)
    .map(({ each }) => each);
  const at = Math.min(chosen, shown.length - 1);
  const go = (found: Found | undefined) => {
    if (!found) return;
    onClose();
    navigate(found.path);
  };
  return (
    <Modal visible header="Search" closeAriaLabel="Close" onDismiss={onClose}>
      <Input
        value={wanted}
        type="search"
        clearAriaLabel="Clear"
        autoFocus
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
          if (detail.key === 'Enter') go(shown[at]);
        }}
      />
      <div className="palette" role="listbox" id="palette-list" aria-label="Found">
        {shown.map((found, i) => (
          <div
            key={`${found.kind} ${found.path}`}
            id={`palette-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            onMouseEnter={() => setChosen(i)}
            onClick={() => go(found)}
            onKeyDown={() => undefined}
          >
            <span>{found.title}</span>
            <small>{found.kind}</small>
          </div>
        ))}
        {shown.length === 0 && (
          <Box textAlign="center" padding="m" color="text-body-secondary">
            Nothing is called that
          </Box>
        )}
      </div>
    </Modal>
  );
}
