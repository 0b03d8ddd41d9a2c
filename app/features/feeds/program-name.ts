/** What a program calls itself, as people call it: "OBS-Studio/31.0" is OBS 31.0. */
export function programName(software: string): string {
  const obs = /^Mozilla\/5\.0 \(OBS-Studio\/([\d.]+)|^OBS-Studio\/([\d.]+)/.exec(software);
  if (obs) return `OBS ${obs[1] ?? obs[2]}`;
  if (/^Mozilla\//.test(software)) return 'a browser';
  return /^[\w .-]{1,40}/.exec(software)?.[0] ?? 'a program';
}
