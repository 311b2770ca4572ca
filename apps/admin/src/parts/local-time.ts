/** What a field of the type `datetime-local` holds, as the API takes it: in UTC; empty where it is no moment. */
export function fromLocalTime(text: string): string {
  const moment = new Date(text);
  return text === '' || Number.isNaN(moment.getTime()) ? '' : moment.toISOString();
}

/** A moment of the API as a field of the type `datetime-local` holds it. */
export function toLocalTime(text: string): string {
  const moment = new Date(text);
  if (text === '' || Number.isNaN(moment.getTime())) return '';
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join('-');
  return `${day}T${two(moment.getHours())}:${two(moment.getMinutes())}`;
}
