// Places a markdown document, which keeps its own elements, within the views.
import { Component, type JSX } from 'preact';
import type { MarkdownStream } from '../../markdown/markdownStream.ts';

export class MarkdownView extends Component<{ readonly stream: MarkdownStream }> {
  override shouldComponentUpdate(next: { readonly stream: MarkdownStream }): boolean {
    return next.stream !== this.props.stream;
  }

  override render(): JSX.Element {
    const { element } = this.props.stream;
    return <div key={this.props.stream.element} ref={(place) => place?.replaceChildren(element)} />;
  }
}
