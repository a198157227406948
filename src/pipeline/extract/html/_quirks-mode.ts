/** Public identifiers of old document types: a page that begins with one is shown in quirks mode. */
const oldPublic = [
  '+//silmaril//dtd html pro v0r11 19970101//',
  '-//as//dtd html 3.0 aswedit + extensions//',
  '-//advasoft ltd//dtd html 3.0 aswedit + extensions//',
  '-//ietf//dtd html',
  '-//metrius//dtd metrius presentational//',
  '-//microsoft//dtd internet explorer 2.0 ',
  '-//microsoft//dtd internet explorer 3.0 ',
  '-//netscape comm. corp.//dtd html//',
  '-//netscape comm. corp.//dtd strict html//',
  "-//o'reilly and associates//dtd html ",
  '-//sq//dtd html 2.0 hotmetal + extensions//',
  '-//softquad software//dtd hotmetal pro 6.0::19990601::extensions to html 4.0//',
  '-//softquad//dtd hotmetal pro 4.0::19971010::extensions to html 4.0//',
  '-//spyglass//dtd html 2.0 extended//',
  '-//sun microsystems corp.//dtd hotjava html//',
  '-//sun microsystems corp.//dtd hotjava strict html//',
  '-//w3c//dtd html 3 1995-03-24//',
  '-//w3c//dtd html 3.2 draft//',
  '-//w3c//dtd html 3.2 final//',
  '-//w3c//dtd html 3.2//',
  '-//w3c//dtd html 3.2s draft//',
  '-//w3c//dtd html 4.0 frameset//',
  '-//w3c//dtd html 4.0 transitional//',
  '-//w3c//dtd html experimental 19960712//',
  '-//w3c//dtd html experimental 970421//',
  '-//w3c//dtd w3 html//',
  '-//w3o//dtd w3 html 3.0//',
  '-//webtechs//dtd mozilla html 2.0//',
  '-//webtechs//dtd mozilla html//',
];
const exactPublic = ['-//w3o//dtd w3 html strict 3.0//en//', '-/w3c/dtd html 4.0 transitional/en', 'html'];
/** Old only when no system identifier follows. */
const alonePublic = ['-//w3c//dtd html 4.01 frameset//', '-//w3c//dtd html 4.01 transitional//'];
const oldSystem = 'http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd';

const form =
  /^doctype\s*(\S*?)(?:\s+public\s*(?:"([^"]*)"|'([^']*)')\s*(?:"([^"]*)"|'([^']*)')?|\s+system\s*(?:"([^"]*)"|'([^']*)'))?\s*$/;

/** Whether what stands between `<!` and `>` puts a page into quirks mode ("The initial insertion mode", `whatwg2024html`). */
export function isQuirkyDoctype(doctype: string): boolean {
  const parts = form.exec(doctype.toLowerCase());
  if (!parts || parts[1] !== 'html') return true;
  const publicId = parts[2] ?? parts[3];
  const systemId = parts[4] ?? parts[5] ?? parts[6] ?? parts[7];
  if (systemId === oldSystem) return true;
  if (publicId === undefined) return false;
  const begins = (old: string): boolean => publicId.startsWith(old);
  return (
    exactPublic.includes(publicId) ||
    oldPublic.some(begins) ||
    (systemId === undefined && alonePublic.some(begins))
  );
}
