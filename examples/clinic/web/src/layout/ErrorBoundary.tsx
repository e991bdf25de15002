import { Component, type ReactNode } from 'react';

/** What stands in place of a page that failed: a fault of ours, or a script that could not be loaded. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <div className="note bad" role="alert">
        <h1>This page does not work</h1>
        <p>It could not be loaded, or has failed. What was saved before is saved.</p>
        <button className="button main" type="button" onClick={() => location.reload()}>
          Load it again
        </button>
      </div>
    );
  }
}
