import { say } from '../../../../kernel/src/words/say.js';
import { mostVariables } from '../graph-drawing.js';
import type { DrawableGraph } from '../graph-layout.js';
import { longestText, shorten } from '../names.js';
import { adoptStyle } from '../style.js';
import { addForm } from './add-form.js';
import { type ChosenActions, chosenBar } from './chosen-bar.js';
import { listen } from './gestures.js';
import type { FromPage, GraphChange, ShownGraph, ToPage } from './messages.js';
import { type Hops, hopsAtFirst, neighbourhood } from './neighbourhood.js';
import { type Excerpt, Parts } from './parts.js';
import { type Drawn, drawPicture, type Picture } from './picture.js';
import { elementOf, focusedIn, markChosen, stillThere, variableOf } from './selection.js';
import { graphStyle } from './style.js';
import { svgText } from './svg-text.js';

/** Shows a graph, follows what it is told, and tells what a person does to it. */
export class GraphView {
  private graph: ShownGraph | undefined;
  private picture: Picture | undefined;
  /** What the picture is of: drawn anew only when it changes, since that takes a while and loses the focus. */
  private pictured = '';
  private chosen: Drawn | undefined;
  /** Around which variable others are shown, where not all are. */
  private centre: string | undefined;
  /** As the person wants it; undefined: as the size of the graph does. */
  private hops: Hops | undefined;
  /** Where the arrow begins that is being drawn. */
  private from: string | undefined;
  /** A variable that was asked for and is not in the graph yet. */
  private awaited: string | undefined;
  private readonly parts: Parts;
  private readonly form;

  /** @param tell what a person does, for the extension */
  constructor(
    private readonly document: Document,
    private readonly main: HTMLElement,
    private readonly tell: (message: FromPage) => void,
  ) {
    adoptStyle(document);
    adoptStyle(document, graphStyle);
    main.classList.add('cs-result', 'cs-graph-view');
    this.form = addForm(
      document,
      (change) => {
        this.awaited = change.name;
        this.change(change);
      },
      () => this.focus(this.chosen),
    );
    this.parts = new Parts(document, main, this.form.element, {
      goTo: (variable) => this.showAround(variable),
      effect: (name) => tell({ type: 'effect', name }),
      hops: (hops) => this.showHops(hops),
      add: () => this.openForm(),
      export: () => tell({ type: 'export' }),
    });
  }

  receive(message: ToPage): void {
    const { note, said } = this.parts;
    switch (message.type) {
      case 'graph':
        note.hidden = true;
        this.show(message.graph, message.variable);
        break;
      case 'note':
        note.textContent = shorten(message.text, longestText);
        note.hidden = false;
        break;
      case 'said':
        said.textContent = shorten(message.text, longestText);
        break;
      case 'export':
        this.export();
    }
  }

  private show(graph: ShownGraph, variable: string | undefined): void {
    const isOther = graph.name !== this.graph?.name || graph.uri !== this.graph.uri;
    if (isOther) this.forget();
    const held = this.picture && focusedIn(this.picture);
    this.graph = graph;
    const arrived = graph.nodes.find(({ name }) => name === this.awaited)?.name;
    if (arrived !== undefined) this.awaited = undefined;
    const led = arrived ?? variable;
    this.chosen = stillThere(graph, led === undefined ? this.chosen : { variable: led });
    this.centre = centreOf(graph, led ?? this.centre);
    if (this.from !== undefined && !stillThere(graph, { variable: this.from })) this.from = undefined;
    this.draw();
    if (held) this.focus((arrived === undefined ? stillThere(graph, held) : undefined) ?? this.chosen);
    else if (led !== undefined) this.scrollToChosen();
  }

  /** What was done to another graph. */
  private forget(): void {
    this.picture = undefined;
    this.pictured = '';
    this.chosen = undefined;
    this.centre = undefined;
    this.hops = undefined;
    this.from = undefined;
    this.awaited = undefined;
    this.form.element.hidden = true;
    this.parts.said.textContent = '';
  }

  private excerpt(graph: ShownGraph): Excerpt {
    const { centre } = this;
    const hops = this.hops ?? hopsAtFirst(graph);
    return { part: neighbourhood(graph, centre, hops), hops, centre };
  }

  private draw(): void {
    const { graph } = this;
    if (!graph) return;
    const excerpt = this.excerpt(graph);
    const { part } = excerpt;
    this.parts.show(graph, excerpt);
    const pictured = JSON.stringify([graph.uri, graph.name, part]);
    if (pictured !== this.pictured) this.drawPicture(graph.name, part);
    this.pictured = pictured;
    this.mark();
  }

  private drawPicture(name: string, part: DrawableGraph): void {
    const isDrawable = part.nodes.length > 0 && part.nodes.length <= mostVariables;
    this.picture = isDrawable ? drawPicture(this.document, name, part) : undefined;
    this.parts.figure.replaceChildren(...(this.picture ? [this.picture.element] : []));
    if (!this.picture) return;
    listen(this.picture, {
      choose: (drawn) => this.choose(drawn),
      pick: (variable) => this.pick(variable),
      key: (key, drawn) => this.pressed(key, drawn),
      reveal: (drawn) => this.actions.reveal(drawn),
      drawArrow: (from, to) => this.actions.draw(from, to),
    });
  }

  /** Says and shows what is chosen. */
  private mark(aim?: string): void {
    const { graph, picture, chosen, document } = this;
    if (!graph) return;
    this.parts.bar.replaceChildren(...chosenBar(document, graph, chosen, this.from, this.actions));
    if (picture) markChosen(picture, chosen, aim);
  }

  private choose(drawn: Drawn): void {
    // While an arrow is drawn the focus looks for its end.
    if (this.from === undefined) this.chosen = drawn;
    this.mark(this.from === undefined ? undefined : variableOf(drawn));
  }

  private pick(variable: string): void {
    if (this.from !== undefined && this.from !== variable) this.actions.draw(this.from, variable);
  }

  private pressed(key: string, drawn: Drawn): boolean {
    const variable = variableOf(drawn);
    switch (key.length === 1 ? key.toLowerCase() : key) {
      case 'Enter':
      case ' ':
        if (this.from === undefined) this.actions.reveal(drawn);
        else if (variable !== undefined) this.pick(variable);
        return true;
      case 'Delete':
      case 'Backspace':
        this.actions.remove(drawn);
        return true;
      case 'Escape':
        if (this.from === undefined) return false;
        this.actions.cancel();
        return true;
      case 'n':
        this.openForm();
        return true;
      case 'a':
        if (variable !== undefined) this.actions.begin(variable);
        return true;
      case '?': {
        const node = this.graph?.nodes.find(({ name }) => name === variable);
        if (node) this.actions.mark(node.name, !node.observed);
        return true;
      }
      default:
        return false;
    }
  }

  private readonly actions: ChosenActions = {
    reveal: (drawn) => {
      if ('variable' in drawn) this.tell({ type: 'reveal variable', name: drawn.variable });
      else this.tell({ type: 'reveal arrow', from: drawn.arrow.from, to: drawn.arrow.to });
    },
    begin: (from) => {
      this.from = from;
      this.parts.said.textContent = say`An arrow from ${from}: go to its effect and press Enter, or Escape.`;
      this.choose({ variable: from });
      this.focus({ variable: from });
    },
    cancel: () => this.leaveArrow(say`No arrow was drawn.`),
    draw: (from, to) => {
      this.leaveArrow('');
      this.change({ do: 'draw arrow', from, to });
    },
    mark: (name, observed) => this.change({ do: 'mark', name, observed }),
    remove: (drawn) => {
      if ('variable' in drawn) this.change({ do: 'delete variable', name: drawn.variable });
      else this.change({ do: 'delete arrow', from: drawn.arrow.from, to: drawn.arrow.to });
    },
    around: (variable) => {
      if (this.graph && this.excerpt(this.graph).hops === 'all') this.hops = 2;
      this.showAround(variable);
    },
  };

  private leaveArrow(said: string): void {
    this.from = undefined;
    this.parts.said.textContent = said;
    this.mark();
    this.focus(this.chosen);
  }

  private change(change: GraphChange): void {
    if (!this.graph) return;
    const { uri, version, name: graph } = this.graph;
    this.tell({ type: 'change', uri, version, graph, change });
  }

  private openForm(): void {
    if (this.graph) this.form.open(this.graph, variableOf(this.chosen) ?? this.centre);
  }

  private showAround(variable: string): void {
    this.chosen = { variable };
    this.centre = variable;
    this.draw();
    this.scrollToChosen();
  }

  private showHops(hops: Hops): void {
    this.hops = hops;
    this.centre = variableOf(this.chosen) ?? this.centre;
    this.draw();
  }

  private export(): void {
    const { graph, picture } = this;
    if (!graph || !picture) {
      this.parts.said.textContent = say`There is no picture to export.`;
      return;
    }
    const sentence = say`Graph ${graph.name}. ${graph.sentence}`;
    this.tell({ type: 'svg', text: svgText(this.main, this.excerpt(graph).part, sentence) });
  }

  private focus(drawn: Drawn | undefined): void {
    const { picture } = this;
    if (picture) (elementOf(picture, drawn) ?? picture.variables[0]?.element)?.focus();
  }

  private scrollToChosen(): void {
    const element = this.picture && elementOf(this.picture, this.chosen);
    element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}

/** The wanted variable, else the treatment, else the first. */
function centreOf({ nodes }: ShownGraph, wanted: string | undefined): string | undefined {
  const found = nodes.find(({ name }) => name === wanted) ?? nodes.find(({ role }) => role === 'treatment');
  return (found ?? nodes[0])?.name;
}
