import { Empty } from './states.tsx';

export const NotFound = () => (
  <Empty title="There is no such page">Choose one from the navigation, or search with Control K.</Empty>
);
