import Select from '@cloudscape-design/components/select';

interface Props {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One of a few choices, named for those who do not see what stands beside it. */
export const Picker = ({ label, options, value, onChange }: Props) => (
  <Select
    ariaLabel={label}
    options={options}
    selectedOption={options.find((each) => each.value === value) ?? null}
    onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
  />
);
