/**
 * The shortest closing delay, in seconds, with which everybody is paid whatever a viewer does.
 * Within it have to come, one after the other: the end of the longest lease that is running when a
 * closing is asked for (a minute), the finality of what was asked (half a minute), seven halvings
 * of a batch of a hundred in which somebody's voucher is made to fail on purpose, each waiting for
 * its finality (half a minute each), the settling of what is left (half a minute), and a process
 * that stops in the middle and is started again (two minutes). That is seven and a half minutes; a
 * third more is for a chain that is slow that day.
 */
export const LEAST_CLOSING_DELAY_SECONDS = 600;
