/** Conditional formats and data validation (ECMA-376 part 1, 18.3.1.18 and 18.3.1.33). */
import type { ConditionMessage, PointMessage, RangeMessage, ValidationMessage } from '../../../contract/rich';
import { columnLetters } from '../../../export/xlsx/rich/address';
import { element, plain, xstring } from '../../../export/xlsx/xml';
import { counted } from './styles';
import { rangeText } from './table';

/** All conditional formats of a sheet: the first has the first priority. */
export const conditionsXml = (conditions: readonly ConditionMessage[]): string =>
  conditions
    .map((condition, at) =>
      element('conditionalFormatting', { sqref: rangeText(condition.range) }, ruleXml(condition, at + 1)),
    )
    .join('');

const formulaXml = (formula: string): string => element('formula', {}, plain(formula));
const words = (text: string): string => `"${text.replace(/"/g, '""')}"`;
const firstCell = ([row, column]: RangeMessage): string => `${columnLetters(column)}${row + 1}`;

function ruleXml(condition: ConditionMessage, priority: number): string {
  const own = { priority, stopIfTrue: condition.stop ? 1 : undefined };
  const styled = (
    type: string,
    style: number,
    more: Record<string, string | number | undefined>,
    ...formulas: string[]
  ) => element('cfRule', { type, dxfId: style, ...own, ...more }, ...formulas.map(formulaXml));
  const cell = firstCell(condition.range);
  switch (condition.type) {
    case 'cell':
      return styled('cellIs', condition.style, { operator: condition.operator }, ...condition.formulas);
    case 'formula':
      return styled('expression', condition.style, {}, condition.formula);
    case 'text':
      return textRule(condition, cell, styled);
    case 'top': {
      const { rank, percent, bottom, style } = condition;
      return styled('top10', style, { percent: percent ? 1 : undefined, bottom: bottom ? 1 : undefined, rank });
    }
    case 'average':
      return styled('aboveAverage', condition.style, { aboveAverage: condition.below ? 0 : undefined });
    case 'duplicate':
      return styled('duplicateValues', condition.style, {});
    case 'unique':
      return styled('uniqueValues', condition.style, {});
    case 'blank':
      return styled('containsBlanks', condition.style, {}, `LEN(TRIM(${cell}))=0`);
    case 'notBlank':
      return styled('notContainsBlanks', condition.style, {}, `LEN(TRIM(${cell}))>0`);
    case 'colorScale': {
      const { points } = condition;
      const colors = points.map(({ color }) => element('color', { rgb: `FF${color}` }));
      return element(
        'cfRule',
        { type: 'colorScale', ...own },
        element('colorScale', {}, ...points.map(pointXml), ...colors),
      );
    }
    case 'dataBar': {
      const { min, max, color, barOnly } = condition;
      const parts = [pointXml(min), pointXml(max), element('color', { rgb: `FF${color}` })];
      return element(
        'cfRule',
        { type: 'dataBar', ...own },
        element('dataBar', { showValue: barOnly ? 0 : undefined }, ...parts),
      );
    }
    case 'iconSet': {
      const { icons, reverse, iconsOnly } = condition;
      const count = Number(icons[0]);
      const steps = Array.from({ length: count }, (_, at) =>
        element('cfvo', { type: 'percent', val: step(at, count) }),
      );
      const attributes = {
        iconSet: icons === '3TrafficLights' ? '3TrafficLights1' : icons,
        showValue: iconsOnly ? 0 : undefined,
        reverse: reverse ? 1 : undefined,
      };
      return element('cfRule', { type: 'iconSet', ...own }, element('iconSet', attributes, ...steps));
    }
  }
}

/** Excel's own steps: thirds are rounded. */
const step = (at: number, count: number): number => Math.round((100 / count) * at);

function textRule(
  { operator, text, style }: Extract<ConditionMessage, { type: 'text' }>,
  cell: string,
  styled: (type: string, style: number, more: Record<string, string>, formula: string) => string,
): string {
  const { length } = text;
  const own = { operator, text: xstring(text) };
  switch (operator) {
    case 'contains':
      return styled(
        'containsText',
        style,
        { ...own, operator: 'containsText' },
        `NOT(ISERROR(SEARCH(${words(text)},${cell})))`,
      );
    case 'notContains':
      return styled('notContainsText', style, own, `ISERROR(SEARCH(${words(text)},${cell}))`);
    case 'beginsWith':
      return styled('beginsWith', style, own, `LEFT(${cell},${length})=${words(text)}`);
    case 'endsWith':
      return styled('endsWith', style, own, `RIGHT(${cell},${length})=${words(text)}`);
  }
}

const POINTS = { lowest: 'min', highest: 'max', number: 'num', percent: 'percent', percentile: 'percentile' } as const;

function pointXml({ type, value }: PointMessage): string {
  return element('cfvo', { type: POINTS[type], val: value });
}

/** All validations of a sheet. */
export function validationsXml(validations: readonly ValidationMessage[]): string {
  return validations.length === 0 ? '' : counted('dataValidations', validations.map(validationXml));
}

function validationXml(validation: ValidationMessage): string {
  const { type, operator, onError, formulas } = validation;
  const isCompared = type !== 'list' && type !== 'custom' && operator !== 'between';
  const text = (value: string) => (value === '' ? undefined : xstring(value));
  return element(
    'dataValidation',
    {
      type,
      errorStyle: onError === 'stop' ? undefined : onError,
      operator: isCompared ? operator : undefined,
      allowBlank: validation.allowBlank ? 1 : undefined,
      showDropDown: validation.dropdown ? undefined : 1, // as it stands: 1 hides it
      showInputMessage: 1,
      showErrorMessage: 1,
      errorTitle: text(validation.errorTitle),
      error: text(validation.errorMessage),
      promptTitle: text(validation.promptTitle),
      prompt: text(validation.promptMessage),
      sqref: rangeText(validation.range),
    },
    ...formulas.map((formula, at) => element(`formula${at + 1}`, {}, plain(formula))),
  );
}
