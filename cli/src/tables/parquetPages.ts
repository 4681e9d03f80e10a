// Headers of Parquet's pages. hyparquet takes them as they are: with a number that is not there it reads the same byte for ever.
import type { AsyncBuffer, ColumnMetaData, FileMetaData } from "hyparquet";

/** a page's header, as far as it says how much there is to read */
type Header = ReturnType<typeof import("hyparquet/src/column.js").parquetHeader>;

/**
 * checks the headers of all pages
 * @throws {Error} where one has no sizes, or sizes that the file has no room for
 */
export async function checkPages(file: AsyncBuffer, { row_groups: groups }: FileMetaData): Promise<void> {
  const { parquetHeader } = await import("hyparquet/src/column.js");
  for (const { columns } of groups) {
    for (const { meta_data: column } of columns) {
      if (!column) continue;
      const start = Number(column.dictionary_page_offset || column.data_page_offset);
      const end = start + Number(column.total_compressed_size);
      const view = new DataView(await file.slice(start, end));
      for (const reader = { view, offset: 0 }; reader.offset < view.byteLength - 1; ) {
        const at = start + reader.offset;
        const header = parquetHeader(reader);
        const wrong = faultOf(header, column, view.byteLength - reader.offset);
        if (wrong) throw new Error(`the header of the page at byte ${at} has ${wrong}`);
        reader.offset += header.compressed_page_size;
      }
    }
  }
}

/** what is wrong with a header before `left` bytes of its column */
function faultOf(header: Header, { num_values: values }: ColumnMetaData, left: number): string | undefined {
  const { compressed_page_size: size, uncompressed_page_size: whole, data_page_header: v1, data_page_header_v2: v2 } = header;
  const dictionary = header.dictionary_page_header;
  const most: [string, unknown, number][] = [
    ["compressed_page_size", size, left],
    ["uncompressed_page_size", whole, 2 ** 31],
  ];
  // an entry has a bit at least
  if (header.type === "DICTIONARY_PAGE") most.push(["num_values of a dictionary", dictionary?.num_values, 8 * whole]);
  if (header.type === "DATA_PAGE") most.push(["num_values", v1?.num_values, Number(values)]);
  if (header.type === "DATA_PAGE_V2") {
    most.push(["num_values", v2?.num_values, Number(values)]);
    most.push(["num_nulls", v2?.num_nulls, Number(v2?.num_values)]);
    most.push(["num_rows", v2?.num_rows, Number(v2?.num_values)]);
    most.push(["repetition_levels_byte_length", v2?.repetition_levels_byte_length, size]);
    most.push(["definition_levels_byte_length", v2?.definition_levels_byte_length, size]);
  }
  const wrong = most.find(([, value, limit]) => !(typeof value === "number" && value >= 0 && value <= limit));
  return wrong && `${wrong[0]} ${wrong[1]}, expected a number from 0 to ${wrong[2]}`;
}
