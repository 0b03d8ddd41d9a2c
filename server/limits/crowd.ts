import { DomainError } from '../errors';

/**
 * How many at once. A school or an office is one network; a page has one socket and follows two or
 * three things over it.
 */
export interface CrowdLimits {
  socketsPerNetwork: number;
  followedPerSocket: number;
  followedPerNetwork: number;
}

export const CROWD: CrowdLimits = { socketsPerNetwork: 256, followedPerSocket: 16, followedPerNetwork: 512 };

/** One socket among those of its network. */
export interface Place {
  /**
   * One more subscription over this socket, or a refusal. The answer ends it; ending twice is
   * ending once.
   */
  follow(): () => void;
  /** The socket is gone, and all that was followed over it. */
  leave(): void;
}

/**
 * The sockets of this process by the network they come from: who takes many leaves the others
 * theirs.
 */
export interface Crowd {
  /** A place for one more socket, or null when its network has all of its places. */
  enter(network: string): Place | null;
}

export function createCrowd(limits: CrowdLimits = CROWD): Crowd {
  const networks = new Map<string, Set<{ followed: number }>>();
  return {
    enter(network) {
      const sockets = networks.get(network) ?? new Set();
      if (sockets.size >= limits.socketsPerNetwork) return null;
      const socket = { followed: 0 };
      networks.set(network, sockets.add(socket));
      return {
        follow() {
          if (socket.followed >= limits.followedPerSocket) throw new DomainError('tooManyFollowed');
          const all = [...sockets].reduce((sum, { followed }) => sum + followed, 0);
          if (all >= limits.followedPerNetwork) throw new DomainError('tooManyFollowed');
          socket.followed += 1;
          let over = false;
          return () => {
            if (!over) socket.followed -= 1;
            over = true;
          };
        },
        leave() {
          sockets.delete(socket);
          if (sockets.size === 0 && networks.get(network) === sockets) networks.delete(network);
        },
      };
    },
  };
}
