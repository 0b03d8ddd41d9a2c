import { type Visitor } from '../accounts/visitor';
import { type Deps } from '../deps';
import { type JoinInput } from './input';
import { type Joined } from './types';

export declare function join(deps: Deps, visitor: Visitor, input: JoinInput): Promise<Joined>;
