import { type Deps } from '../deps';
import { type LeaveInput } from './input';

export declare function leave(deps: Deps, input: LeaveInput): Promise<void>;
