/** Stands where there is no picture: initials on a colour, both made from the name. */
export function Avatar({ name }: { name: string }) {
  return (
    <div class="nbmeet-avatar" aria-hidden="true">
      <span class="nbmeet-initials" style={{ backgroundColor: `hsl(${hue(name)} 42% 34%)` }}>
        {initials(name)}
      </span>
    </div>
  );
}

/** The first letters of the first and the last word; one word gives one letter. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => firstLetter(word ?? "")).join("");
}

function firstLetter(word: string): string {
  const [letter = ""] = word;
  return letter.toLocaleUpperCase();
}

/** An angle on the colour wheel; the same for the same name everywhere. */
export function hue(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360_007;
  return sum % 360;
}
