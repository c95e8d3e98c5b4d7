using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>
/// Columns of mixed type that a network reads together: a row is their numbers, then a number for the category of each text and key, 0
/// for a missing or unknown one. Missing numbers are NaN.
/// </summary>
/// <param name="features">The columns; those of categories may stand anywhere among them.</param>
/// <param name="role">The word errors use for them.</param>
/// <param name="allowsMissing">Whether missing numbers are read.</param>
internal sealed class TableInput(IReadOnlyList<TableFeature> features, string role, bool allowsMissing)
    : SizedColumn(features[0].Name, role)
{
    /// <summary>The columns as they were given.</summary>
    public IReadOnlyList<TableFeature> Given => features;

    /// <summary>The columns in the order in which a row holds them: numbers before categories.</summary>
    public IReadOnlyList<TableFeature> Features { get; } = [.. features.OrderBy(feature => feature.IsCategory)];

    /// <summary>Numbers of a row that are no categories.</summary>
    public int Numbers => Features.Where(feature => !feature.IsCategory).Sum(feature => feature.Width);

    /// <inheritdoc/>
    public override int Width => Features.Sum(feature => feature.Width);

    /// <inheritdoc/>
    public override bool AllowsMissing => allowsMissing;

    /// <inheritdoc/>
    public override IReadOnlyList<InputColumn> Parts => [.. features.Select(feature => new Part(feature, Role))];

    /// <summary>That of the first column, if it is a vector.</summary>
    public override DataViewType Type => new VectorDataViewType(
        NumberDataViewType.Single, features[0].Kind == FeatureKind.Vector ? features[0].Width : Width);

    /// <inheritdoc/>
    public override string ExpectedType => Parts[0].ExpectedType;

    /// <inheritdoc/>
    public override string ExpectedShape => Parts[0].ExpectedShape;

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => Parts[0].Accepts(type);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) => Parts[0].Accepts(column);

    /// <inheritdoc/>
    public override RowReader Bind(DataViewRow row)
    {
        var cells = Features.Select(feature => TableCells.Reader(row, feature)).ToArray();
        return (block, at) =>
        {
            var numbers = block.Row<float>(at);
            foreach (var cell in cells)
                numbers = numbers[cell(numbers)..];
            return true;
        };
    }

    /// <inheritdoc/>
    public override RowReader Bind(DataViewRow row, DataViewSchema.Column column) => Bind(row);

    /// <summary>Name and slot of one of a row's numbers, for an error: "column 'Weight'".</summary>
    public override (string Column, int? Slot) PlaceOf(int number)
    {
        foreach (var feature in Features)
        {
            if (number < feature.Width)
                return (feature.Name, feature.Kind == FeatureKind.Vector ? number : null);
            number -= feature.Width;
        }
        return (Name, null);
    }

    private sealed class Part(TableFeature feature, string role) : InputColumn(feature.Name, role)
    {
        public override string ExpectedType => feature.Kind switch
        {
            FeatureKind.Vector => $"Vector<Single, {feature.Width}>",
            FeatureKind.Number => "a number",
            FeatureKind.Text => "String",
            _ => feature.Kind.ToString(),
        };

        public override string ExpectedShape => ExpectedType;

        public override bool Accepts(DataViewType type) =>
            TableFeatureColumn.KindOf(type) == feature.Kind && (type is not VectorDataViewType vector || vector.Size == feature.Width);

        public override bool Accepts(SchemaShape.Column column) => new TableFeatureColumn(Name, Role, feature.IsCategory).Accepts(column);
    }
}
