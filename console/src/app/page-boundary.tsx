import { Component, type ReactNode } from 'react';
import { Problem } from '../components/states.tsx';

interface Props {
  readonly children: ReactNode;
}

/** A page that fails says so, and leaves what is around it alone. */
export class PageBoundary extends Component<Props, { readonly thrown?: unknown }> {
  override state: { readonly thrown?: unknown } = {};

  static getDerivedStateFromError(thrown: unknown) {
    return { thrown };
  }

  override render(): ReactNode {
    if (this.state.thrown === undefined) return this.props.children;
    return (
      <Problem what="This page cannot be shown" thrown={this.state.thrown} onRetry={() => this.setState({ thrown: undefined })} />
    );
  }
}
