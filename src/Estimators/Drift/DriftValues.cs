using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML;

namespace DeepML.Estimators;

/// <summary>Keeps the values of a column until it is known how they are counted.</summary>
internal abstract class DriftValues
{
    /// <summary>What reads a column.</summary>
    public static DriftValues Of(DataViewRow row, DataViewSchema.Column column) =>
        DriftColumn.IsCategory(column.Type) ? new Texts(row, column) : new Numbers(row, column);

    /// <summary>Reads the current row.</summary>
    public abstract void Read();

    /// <summary>How the values are distributed; of a vector for each slot.</summary>
    public abstract DriftProfile[] Profiles(DriftOptions options);

    private sealed class Texts(DataViewRow row, DataViewSchema.Column column) : DriftValues
    {
        private readonly Func<string> _read = DriftColumn.Text(row, column);
        private readonly Dictionary<string, long> _counts = [];

        public override void Read()
        {
            var text = _read();
            _counts[text] = _counts.GetValueOrDefault(text) + 1;
        }

        public override DriftProfile[] Profiles(DriftOptions options)
        {
            var kept = _counts.Where(count => count.Key.Length > 0).OrderByDescending(count => count.Value)
                .ThenBy(count => count.Key, StringComparer.Ordinal).Take(options.Categories).Select(count => count.Key).ToArray();
            var missing = _counts.GetValueOrDefault("");
            var others = _counts.Values.Sum() - missing - kept.Sum(text => _counts[text]);
            return [new DriftProfile(column.Name, null, kept, [.. kept.Select(text => _counts[text]), others, missing], 0)];
        }
    }

    private sealed class Numbers : DriftValues
    {
        private readonly Action<double[]> _read;
        private readonly double[] _row;
        private readonly List<double>[] _values;
        private readonly string[] _names;

        public Numbers(DataViewRow row, DataViewSchema.Column column)
        {
            var size = SeriesNumbersColumn.SlotsOf(column.Type);
            (_read, _row) = (SeriesNumbersColumn.Reader(row, column), new double[size]);
            _values = [.. Enumerable.Range(0, size).Select(_ => new List<double>())];
            _names = SeriesSchema.NamesOf(column) ?? [.. Enumerable.Range(0, size).Select(slot => $"{column.Name}[{slot}]")];
        }

        public override void Read()
        {
            _read(_row);
            for (var slot = 0; slot < _row.Length; slot++)
                _values[slot].Add(_row[slot]);
        }

        public override DriftProfile[] Profiles(DriftOptions options) => [.. _values.Select((values, slot) =>
        {
            // Few values have a bin each, and what lies below and above them too: a number that never moved may move later.
            var different = values.Where(value => !double.IsNaN(value)).Distinct().Take(options.Bins + 1).Order().ToArray();
            double[] edges = different.Length > options.Bins ? GainBins.Edges(values, options.Bins)
                : different.Length == 0 ? [] : [.. different, Math.BitIncrement(different[^1])];
            var tally = new DriftTally(edges, null);
            values.ForEach(tally.Add);
            return new DriftProfile(_names[slot], edges, null, tally.Counts, tally.Sum);
        })];
    }
}
