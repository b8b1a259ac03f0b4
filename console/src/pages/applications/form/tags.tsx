import AttributeEditor from '@cloudscape-design/components/attribute-editor';
import Input from '@cloudscape-design/components/input';

export interface TagRow {
  readonly Key: string;
  readonly Value: string;
}

/** Keys and values of tags. */
export function TagRows({
  rows,
  onChange,
}: {
  readonly rows: readonly TagRow[];
  readonly onChange: (rows: readonly TagRow[]) => void;
}) {
  const field = (name: keyof TagRow) => ({
    label: name,
    control: (item: TagRow, at: number) => (
      <Input
        value={item[name]}
        ariaLabel={`${name} ${at + 1}`}
        onChange={({ detail }) => onChange(rows.map((each, i) => (i === at ? { ...each, [name]: detail.value } : each)))}
      />
    ),
  });
  return (
    <AttributeEditor
      items={rows}
      definition={[field('Key'), field('Value')]}
      addButtonText="Add tag"
      removeButtonText="Remove"
      removeButtonAriaLabel={({ Key }) => `Remove ${Key}`}
      empty="No tags"
      onAddButtonClick={() => onChange([...rows, { Key: '', Value: '' }])}
      onRemoveButtonClick={({ detail }) => onChange(rows.filter((_, i) => i !== detail.itemIndex))}
    />
  );
}
