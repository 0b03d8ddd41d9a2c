import { type Deps } from '../deps';
import { type PayInput } from './input';
import { type Counted } from './types';

export declare function pay(deps: Deps, input: PayInput): Promise<Counted>;
