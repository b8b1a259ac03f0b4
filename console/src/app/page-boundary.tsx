import { Component, type ReactNode } from 'react';
import { Problem } from '../components/states.tsx';

interface Props {
  readonly children: ReactNode;
  /** Before the children are tried again. */
  readonly onRetry: () => void;
}

/** A page that fails says so, and leaves what is around it alone. */
export class PageBoundary extends Component<Props, { readonly thrown?: unknown }> {
  override state: { readonly thrown?: unknown } = {};

  static getDerivedStateFromError(thrown: unknown) {
    return { thrown };
  }

  override render(): ReactNode {
    if (this.state.thrown === undefined) return this.props.children;
    const again = () => {
      this.props.onRetry();
      this.setState({ thrown: undefined });
    };
    return <Problem what="This page cannot be shown" thrown={this.state.thrown} onRetry={again} />;
  }
}
