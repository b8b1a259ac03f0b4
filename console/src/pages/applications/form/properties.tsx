import AttributeEditor from '@cloudscape-design/components/attribute-editor';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { SectionProps } from './fields.tsx';
import type { Property } from './model.ts';

/** Runtime properties: what the code reads by group and key. */
export function PropertiesSection({ form, set, problems }: SectionProps) {
  const change = (at: number, part: Partial<Property>) =>
    set({ properties: form.properties.map((each, i) => (i === at ? { ...each, ...part } : each)) });
  const field = (name: keyof Property, label: string, placeholder: string) => ({
    label,
    control: (item: Property, at: number) => (
      <Input
        value={item[name]}
        ariaLabel={`${label} ${at + 1}`}
        placeholder={placeholder}
        spellcheck={false}
        onChange={({ detail }) => change(at, { [name]: detail.value })}
      />
    ),
  });
  return (
    <Container
      header={
        <Header variant="h2" description="The code reads them with KinesisAnalyticsRuntime, by group and key">
          Runtime properties
        </Header>
      }
    >
      <SpaceBetween size="s">
        <AttributeEditor
          items={form.properties}
          addButtonText="Add property"
          removeButtonText="Remove"
          removeButtonAriaLabel={({ key }) => `Remove ${key}`}
          empty="No properties"
          definition={[
            field('group', 'Group', 'FlinkApplicationProperties'),
            field('key', 'Key', 'input.stream'),
            field('value', 'Value', 'orders'),
          ]}
          onAddButtonClick={() =>
            set({
              properties: [
                ...form.properties,
                { group: form.properties.at(-1)?.group ?? 'FlinkApplicationProperties', key: '', value: '' },
              ],
            })
          }
          onRemoveButtonClick={({ detail }) => set({ properties: form.properties.filter((_, i) => i !== detail.itemIndex) })}
        />
        {problems.properties !== undefined && (
          <Box color="text-status-error" fontSize="body-s">
            {problems.properties}
          </Box>
        )}
      </SpaceBetween>
    </Container>
  );
}
