using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A column that is watched: numbers, one a row or a vector of them, booleans, texts or keys.</summary>
/// <param name="name">Name of the column.</param>
internal sealed class DriftColumn(string name) : InputColumn(name, "input")
{
    private readonly SeriesNumbersColumn _numbers = new(name, "input", single: false, booleans: true);

    /// <inheritdoc/>
    public override string ExpectedType => ExpectedShape;

    /// <inheritdoc/>
    public override string ExpectedShape => "a number, a known-size vector of numbers, Boolean, String or Key<UInt32>";

    /// <summary>Whether values are texts or keys, and no numbers.</summary>
    public static bool IsCategory(DataViewType type) => SeriesCells.IsSeries(type);

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => IsCategory(type) || _numbers.Accepts(type);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) =>
        new SeriesNameColumn(Name).Accepts(column) || _numbers.Accepts(column);

    /// <summary>A function that reads a text, or the value behind a key; empty if it is missing.</summary>
    public static Func<string> Text(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not KeyDataViewType)
            return SeriesCells.Name(row, column, trained: null);
        var (key, names) = (row.GetGetter<uint>(column), SeriesCells.NamesOf(column));
        return () =>
        {
            var value = 0u;
            key(ref value);
            return value == 0 ? ""
                : value <= names?.Length ? names[value - 1] : value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        };
    }
}
