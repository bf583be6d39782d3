import type { ExactDecimal } from './exactDecimal.ts';

/** An expression of CEL, taken apart. Offsets are of its text, in UTF-16 units; `end` is exclusive. */
export type CelNode = CelLiteral | CelName | CelField | CelIndex | CelCall | CelList | CelMap | CelIf | CelLogic | CelUnary | CelBinary;

interface Placed {
  readonly start: number;
  readonly end: number;
}

export interface CelLiteral extends Placed {
  readonly kind: 'literal';
  /** An int is a bigint, a double a number. */
  readonly value: null | boolean | string | bigint | number | Uint8Array;
  /** What a double was written as, all digits kept. */
  readonly decimal: ExactDecimal | undefined;
}

export interface CelName extends Placed {
  readonly kind: 'name';
  readonly name: string;
}

export interface CelField extends Placed {
  readonly kind: 'field';
  readonly of: CelNode;
  readonly name: string;
}

export interface CelIndex extends Placed {
  readonly kind: 'index';
  readonly of: CelNode;
  readonly index: CelNode;
}

export interface CelCall extends Placed {
  readonly kind: 'call';
  readonly name: string;
  /** What stands in front of the dot. */
  readonly receiver: CelNode | undefined;
  readonly args: readonly CelNode[];
}

export interface CelList extends Placed {
  readonly kind: 'list';
  readonly items: readonly CelNode[];
}

export interface CelMap extends Placed {
  readonly kind: 'map';
  readonly entries: readonly (readonly [CelNode, CelNode])[];
}

export interface CelIf extends Placed {
  readonly kind: 'if';
  readonly condition: CelNode;
  readonly yes: CelNode;
  readonly no: CelNode;
}

export interface CelLogic extends Placed {
  readonly kind: 'and' | 'or';
  /** Two or more: what is joined by the same operator stands side by side. */
  readonly operands: readonly CelNode[];
}

export interface CelUnary extends Placed {
  readonly kind: 'not' | 'negate';
  readonly operand: CelNode;
}

export type CelOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%';

export interface CelBinary extends Placed {
  readonly kind: 'binary';
  readonly operator: CelOperator;
  readonly left: CelNode;
  readonly right: CelNode;
}

/** Thrown within this folder alone: what is wrong with a filter's text. Whoever compiles a filter makes data of it. */
export class CelMistake extends Error {
  readonly start: number;
  readonly end: number;

  constructor(message: string, { start, end }: { readonly start: number; readonly end: number }) {
    super(message);
    this.start = start;
    this.end = end;
  }
}
