/** How pages tell each other that a session is over, within a page, and that somebody is signed in again, between the pages of a browser. */

export const OVER = 'xinheng:session-over';
export const BACK = 'xinheng.signed-in';

/** A system no longer knows who asks. */
export function tellSessionOver(): void {
  if (typeof window !== 'undefined') window.dispatchEvent(new Event(OVER));
}

/** From the page that the sign-in beside leads back to: whoever waits asks who is signed in now. */
export function tellSignedIn(): void {
  const channel = new BroadcastChannel(BACK);
  channel.postMessage('signed-in');
  channel.close();
}
