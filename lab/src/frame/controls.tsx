// Sliders, choices, buttons. Each has a label, and says its value in words.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { plain, short } from "./numbers.js";

interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  /** of linear sliders; those of ratios have 200 places */
  step?: number;
  /** equal distances on the slider are equal ratios */
  ratio?: boolean;
  /** from the largest to the smallest */
  falling?: boolean;
  /** what is said of the value */
  text?: string;
  help?: string;
  disabled?: boolean;
  onChange(value: number): void;
}

const PLACES = 200;

export function Slider({ label, value, min, max, step = 1, ratio, falling, text, help, disabled, onChange }: SliderProps) {
  const id = useId();
  const share = ratio ? Math.log(value / min) / Math.log(max / min) : 0;
  const place = ratio ? Math.round(PLACES * (falling ? 1 - share : share)) : falling ? max + min - value : value;
  const valueAt = (at: number) => {
    if (!ratio) return falling ? max + min - at : at;
    const along = (falling ? PLACES - at : at) / PLACES;
    return plain(min * (max / min) ** along);
  };
  const said = text ?? short(value);
  return (
    <div class="control">
      <label for={id}>
        {label} <output for={id}>{said}</output>
      </label>
      <input
        id={id}
        type="range"
        min={ratio ? 0 : min}
        max={ratio ? PLACES : max}
        step={ratio ? 1 : step}
        value={place}
        aria-valuetext={said}
        aria-describedby={help ? `${id}-help` : undefined}
        disabled={disabled}
        onInput={(event) => onChange(valueAt(Number(event.currentTarget.value)))}
      />
      {help && (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

interface ChoiceProps<W extends string> {
  label: string;
  value: W;
  options: readonly (readonly [W, string])[];
  help?: string;
  onChange(value: W): void;
}

export function Choice<W extends string>({ label, value, options, help, onChange }: ChoiceProps<W>) {
  const id = useId();
  return (
    <div class="control">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-describedby={help ? `${id}-help` : undefined}
        onChange={(event) => onChange(event.currentTarget.value as W)}
      >
        {options.map(([word, title]) => (
          <option key={word} value={word}>
            {title}
          </option>
        ))}
      </select>
      {help && (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

export function Check({ label, value, onChange }: { label: string; value: boolean; onChange(value: boolean): void }) {
  const id = useId();
  return (
    <div class="control check">
      <input id={id} type="checkbox" checked={value} onChange={(event) => onChange(event.currentTarget.checked)} />
      <label for={id}>{label}</label>
    </div>
  );
}

export function Button({ children, onClick, disabled }: { children: ComponentChildren; disabled?: boolean; onClick(): void }) {
  return (
    <button type="button" disabled={disabled} onClick={onClick}>
      {children}
    </button>
  );
}
