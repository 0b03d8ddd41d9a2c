import { useEffect, useRef, useState } from 'react';

/**
 * Whether this page is out of sight altogether: another tab, another app, a locked screen; not
 * while its picture floats in a window of its own.
 */
export function usePageHidden(): boolean {
  const [hidden, setHidden] = useState(false);
  useEffect(() => {
    const look = () => setHidden(document.visibilityState === 'hidden' && document.pictureInPictureElement === null);
    document.addEventListener('visibilitychange', look);
    document.addEventListener('leavepictureinpicture', look, true);
    look();
    return () => {
      document.removeEventListener('visibilitychange', look);
      document.removeEventListener('leavepictureinpicture', look, true);
    };
  }, []);
  return hidden;
}

/**
 * Nobody pays for what they neither see nor hear: while the page is hidden and its sound off,
 * paying rests, and goes on by itself when the page is looked at again. With sound on it goes on:
 * then the stream is listened to.
 */
export function useSuspendUnseen(question: {
  hidden: boolean;
  audible: boolean;
  spending: boolean;
  suspend: () => void;
  goOn: () => void;
}): void {
  const { hidden, audible, spending } = question;
  const acts = useRef(question);
  useEffect(() => {
    acts.current = question;
  });
  const resting = useRef(false);
  const due = hidden && !audible && spending;
  useEffect(() => {
    if (due) {
      resting.current = true;
      acts.current.suspend();
    } else if (!hidden && resting.current) {
      resting.current = false;
      acts.current.goOn();
    }
  }, [due, hidden]);
}
