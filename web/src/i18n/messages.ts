/* The English messages are the type of all: a language that lacks one does not compile. */
import type { en } from './en.ts';

export type Widened<Node> = Node extends string ? string
    : Node extends (...given: infer Given) => string ? (...given: Given) => string
    : { readonly [Key in keyof Node]: Widened<Node[Key]> };

export type Messages = Widened<typeof en>;
