using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Writes what a column of a table holds in the current row to the start of some numbers.</summary>
/// <param name="numbers">At least as many as the column's width.</param>
/// <returns>How many were written.</returns>
internal delegate int CellReader(Span<float> numbers);

/// <summary>Reads single columns of a table.</summary>
internal static class TableCells
{
    /// <summary>A reader of a column as a network reads it.</summary>
    public static CellReader Reader(DataViewRow row, TableFeature feature)
    {
        var column = row.Schema[feature.Name];
        switch (feature.Kind)
        {
            case FeatureKind.Vector:
                return Vector(row, column, feature.Width);
            case FeatureKind.Number:
                var number = Number(row, column);
                return numbers =>
                {
                    numbers[0] = (float)(number() - feature.Origin);
                    return 1;
                };
            case FeatureKind.Boolean:
                var boolean = row.GetGetter<bool>(column);
                return numbers =>
                {
                    var value = false;
                    boolean(ref value);
                    numbers[0] = value ? 1 : 0;
                    return 1;
                };
            default:
                return Category(row, column, feature.Categories);
        }
    }

    /// <summary>A reader of a number of any type.</summary>
    public static Func<double> Number(DataViewRow row, DataViewSchema.Column column) =>
        RawType.VisitNumber(column.Type.RawType, new Numbers(row, column));

    /// <summary>A reader of a text, a key or a boolean as text; null where it is missing.</summary>
    public static Func<string?> Text(DataViewRow row, DataViewSchema.Column column)
    {
        var read = CategoryCells.Reader(row, column);
        var missing = column.Type is KeyDataViewType ? "0" : "";
        return () => read() is var text && text == missing ? null : text;
    }

    private static CellReader Category(DataViewRow row, DataViewSchema.Column column, string[] categories)
    {
        var text = Text(row, column);
        var places = new Dictionary<string, int>(categories.Length, StringComparer.Ordinal);
        foreach (var category in categories)
            places.Add(category, places.Count + 1);
        return numbers =>
        {
            numbers[0] = text() is { } value ? places.GetValueOrDefault(value) : 0;
            return 1;
        };
    }

    private static CellReader Vector(DataViewRow row, DataViewSchema.Column column, int width)
    {
        var getter = row.GetGetter<VBuffer<float>>(column);
        var buffer = default(VBuffer<float>);
        return numbers =>
        {
            getter(ref buffer);
            VectorInput.CheckLength(column.Name, buffer.Length, width, row.Position);
            buffer.CopyTo(numbers[..width]);
            return width;
        };
    }

    private sealed class Numbers(DataViewRow row, DataViewSchema.Column column) : IRawNumberVisitor<Func<double>>
    {
        public Func<double> Visit<T>()
            where T : struct, INumber<T>
        {
            var getter = row.GetGetter<T>(column);
            return () =>
            {
                var value = T.Zero;
                getter(ref value);
                return double.CreateChecked(value);
            };
        }
    }
}
