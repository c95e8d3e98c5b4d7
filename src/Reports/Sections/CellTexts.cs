using System.Globalization;
using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Reports;

/// <summary>Reads the cells of any column as text for people.</summary>
internal static class CellTexts
{
    private const int MostNumbers = 6; // of a vector that are written
    private const int MostSigns = 120; // of a text

    /// <summary>A reader of the current row's cell; keys are read as the values behind them.</summary>
    public static Func<string> Of(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        KeyDataViewType => RawType.VisitNumber(column.Type.RawType, new Key(row, column, KeyTexts.Of(column))),
        VectorDataViewType vector => RawType.Visit(vector.ItemType.RawType, new Vector(row, column)),
        _ => RawType.Visit(column.Type.RawType, new Cell(row, column)),
    };

    /// <summary>The first rows of some columns.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Rows(IDataView data, IReadOnlyList<DataViewSchema.Column> columns, int count)
    {
        var rows = new List<IReadOnlyList<string>>();
        using var cursor = data.GetRowCursor(columns);
        var readers = columns.Select(column => Of(cursor, column)).ToArray();
        while (rows.Count < count && cursor.MoveNext())
            rows.Add([.. readers.Select(read => read())]);
        return rows;
    }

    private static string Print<T>(T value)
    {
        var text = value switch
        {
            float.NaN or double.NaN => "missing",
            float number => Html.Number(number),
            double number => Html.Number(number),
            DateTime time => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture),
            MLImage image => FormattableString.Invariant($"picture of {image.Width} x {image.Height} pixels"),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => value?.ToString() ?? "",
        };
        return text.Length <= MostSigns ? text : text[..MostSigns] + "…";
    }

    private sealed class Cell(DataViewRow row, DataViewSchema.Column column) : IRawTypeVisitor<Func<string>>
    {
        public Func<string> Visit<T>()
        {
            var (getter, value) = (row.GetGetter<T>(column), default(T)!);
            return () =>
            {
                getter(ref value);
                return Print(value);
            };
        }
    }

    private sealed class Key(DataViewRow row, DataViewSchema.Column column, string[]? texts) : IRawNumberVisitor<Func<string>>
    {
        public Func<string> Visit<T>()
            where T : struct, System.Numerics.INumber<T>
        {
            var (getter, value) = (row.GetGetter<T>(column), default(T));
            return () =>
            {
                getter(ref value);
                var key = long.CreateSaturating(value); // 0 is a missing one
                return key == 0 ? "missing" : texts is not null && key <= texts.Length ? texts[key - 1] : $"{key - 1}";
            };
        }
    }

    private sealed class Vector(DataViewRow row, DataViewSchema.Column column) : IRawTypeVisitor<Func<string>>
    {
        public Func<string> Visit<T>()
        {
            var (getter, value) = (row.GetGetter<VBuffer<T>>(column), default(VBuffer<T>));
            return () =>
            {
                getter(ref value);
                var shown = string.Join("  ", value.DenseValues().Take(MostNumbers).Select(Print));
                return value.Length <= MostNumbers ? shown : $"{shown}  … ({Html.Count(value.Length)})";
            };
        }
    }
}
