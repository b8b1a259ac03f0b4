/** Text as it is, as high as there is room; it scrolls, and keys reach it for that. */
export const Verbatim = ({
  text,
  label,
  className,
}: {
  readonly text: string;
  readonly label: string;
  readonly className?: string;
}) => (
  // biome-ignore lint/a11y/useSemanticElements: spaces and lines stay as they are in nothing else
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys — WCAG 2.1.1
  <pre className={className} role="region" aria-label={label} tabIndex={0}>
    {text}
  </pre>
);
