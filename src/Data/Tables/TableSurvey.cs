using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Goes once over a table and finds how each of its columns is to be read.</summary>
internal static class TableSurvey
{
    // From here on whole numbers are no longer exact in float32.
    private const double Far = 1 << 24;

    /// <summary>Finds the categories of texts and keys, in the order in which they occur, and numbers that lie far from 0.</summary>
    /// <param name="data">The data; every column is there and of a type that can be read.</param>
    /// <param name="names">The columns.</param>
    public static TableFeature[] Of(IDataView data, IReadOnlyList<string> names)
    {
        var columns = names.Select(name => data.Schema[name]).ToArray();
        var kinds = Array.ConvertAll(columns, column => TableFeatureColumn.KindOf(column.Type)!.Value);
        var looked = columns.Where((_, i) => kinds[i] is FeatureKind.Number or FeatureKind.Text or FeatureKind.Key).ToArray();
        var found = columns.Select(_ => new Found()).ToArray();
        if (looked.Length > 0)
        {
            using var cursor = data.GetRowCursor(looked);
            var looks = columns.Select((column, i) => Look(cursor, column, kinds[i], found[i])).OfType<Action>().ToArray();
            while (cursor.MoveNext())
                foreach (var look in looks)
                    look();
        }
        return [.. columns.Select((column, i) => new TableFeature(
            column.Name, kinds[i], column.Type is VectorDataViewType vector ? vector.Size : 1, found[i].Origin, [.. found[i].Categories]))];
    }

    private static Action? Look(DataViewRow row, DataViewSchema.Column column, FeatureKind kind, Found found)
    {
        switch (kind)
        {
            case FeatureKind.Number:
                var number = TableCells.Number(row, column);
                return () => found.Add(number());
            case FeatureKind.Text or FeatureKind.Key:
                var text = TableCells.Text(row, column);
                return () => found.Add(text());
            default:
                return null;
        }
    }

    private sealed class Found
    {
        private readonly HashSet<string> _known = new(StringComparer.Ordinal);
        private double _least = double.PositiveInfinity;
        private double _most = double.NegativeInfinity;

        public List<string> Categories { get; } = [];

        public double Origin => _least <= _most && Math.Max(Math.Abs(_least), Math.Abs(_most)) >= Far ? (_least / 2) + (_most / 2) : 0;

        public void Add(double number)
        {
            if (!double.IsFinite(number))
                return;
            _least = Math.Min(_least, number);
            _most = Math.Max(_most, number);
        }

        public void Add(string? value)
        {
            if (value is not null && _known.Count < TableFeature.MostCategories && _known.Add(value))
                Categories.Add(value);
        }
    }
}
