import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import type { Form, Wrong } from './model.ts';

/** What every part of the form is given. */
export interface SectionProps {
  readonly form: Form;
  readonly set: (change: Partial<Form>) => void;
  readonly problems: Wrong;
}

type Named<T> = { [K in keyof Form]: Form[K] extends T ? K : never }[keyof Form];
type FieldProps<T> = SectionProps & { readonly field: Named<T>; readonly label: string; readonly description?: string };

export const Text = ({
  form,
  set,
  problems,
  field,
  label,
  description,
  ...more
}: FieldProps<string> & { numeric?: boolean; placeholder?: string }) => (
  <FormField label={label} description={description} errorText={problems[field]}>
    <Input
      value={form[field]}
      spellcheck={false}
      autoComplete={false}
      {...(more.placeholder !== undefined && { placeholder: more.placeholder })}
      {...(more.numeric && { inputMode: 'numeric' as const })}
      onChange={({ detail }) => set({ [field]: detail.value })}
    />
  </FormField>
);

export const Tick = ({ form, set, field, label, description, disabled }: FieldProps<boolean> & { disabled?: boolean }) => (
  <Checkbox
    checked={form[field]}
    disabled={disabled ?? false}
    description={description}
    onChange={({ detail }) => set({ [field]: detail.checked })}
  >
    {label}
  </Checkbox>
);

export const Choice = ({
  form,
  set,
  field,
  label,
  description,
  options,
}: FieldProps<string> & { options: readonly { value: string; label: string; description?: string }[] }) => (
  <FormField label={label} description={description}>
    <Select
      options={options}
      selectedOption={options.find(({ value }) => value === form[field]) ?? { value: form[field], label: form[field] }}
      onChange={({ detail }) => set({ [field]: detail.selectedOption.value ?? '' })}
    />
  </FormField>
);
