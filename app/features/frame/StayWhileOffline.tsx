import { useEffect } from 'react';
import { useToast } from '../../ui/Toast';

const SAID = 'You are offline. This page stays as it is; go on when the connection is back.';

/**
 * Without a connection a link would leave the site for the browser's own error page: one stays, and
 * is told why.
 */
export function StayWhileOffline() {
  const say = useToast();
  useEffect(() => {
    const stay = (event: Event) => {
      if (navigator.onLine || !(event.target instanceof Element)) return;
      const link = event.target.closest('a[href]');
      if (event.type === 'click' && !(link instanceof HTMLAnchorElement && leads(link))) return;
      event.preventDefault();
      event.stopPropagation();
      say({ message: SAID, tone: 'problem' });
    };
    document.addEventListener('click', stay, true);
    document.addEventListener('submit', stay, true);
    return () => {
      document.removeEventListener('click', stay, true);
      document.removeEventListener('submit', stay, true);
    };
  }, [say]);
  return null;
}

/** To another page of this site, in this window. */
function leads({ href, target }: HTMLAnchorElement): boolean {
  const to = new URL(href);
  const { origin, pathname, search } = window.location;
  return to.origin === origin && target !== '_blank' && to.pathname + to.search !== pathname + search;
}
