import { parseDocument } from './document.ts';
import { glob, tokens } from './glob.ts';

const serviceOf = (action: string): string => action.slice(0, action.indexOf(':') < 0 ? undefined : action.indexOf(':'));

/** Which services (`s3`) a document allows anything of, whatever it denies besides, and on which resources it may be. */
export function grantedServices(document: string): (service: string) => boolean {
  const tests = parseDocument(document).statements.flatMap(({ effect, actions }) => {
    if (effect !== 'Allow' || !actions) return [];
    const list = actions.list.map((action) => action.toLowerCase());
    // NotAction leaves out a service only where it names all of it
    const named = actions.not ? list.filter((action) => /^(?:[^:]*:)?\*+$/.test(action)) : list;
    const services = named.map((action) => glob(tokens(serviceOf(action))));
    return [(service: string) => services.some((test) => test(service)) !== actions.not];
  });
  return (service) => tests.some((test) => test(service));
}
