using System.Globalization;
using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>Reads the rows that are brought onto a clock.</summary>
internal sealed class AlignedInput
{
    private readonly AlignDescription _description;
    private readonly DataViewRow _row;
    private readonly Func<(long Wall, long Utc)> _time;
    private readonly Func<(string Name, uint Key)> _series;
    private readonly Action<double[]>[] _values;
    private readonly Func<int>? _metric;
    private readonly double[] _one = new double[1];

    /// <param name="description">The clock.</param>
    /// <param name="schema">The columns.</param>
    /// <param name="row">The row, wherever its owner has moved it.</param>
    public AlignedInput(AlignDescription description, AlignedSchema schema, DataViewRow row)
    {
        (_description, _row) = (description, row);
        _time = Time(row, schema.Input[description.Time]);
        _series = description.Series is { } series ? Series(row, schema.Input[series]) : () => ("", 0);
        _values = [.. (description.Value is null ? description.Columns.Select(column => column.Name) : [description.Value])
            .Select(name => SeriesNumbersColumn.Reader(row, schema.Input[name]))];
        _metric = description.Metric is { } metric ? Metric(row, schema.Input[metric]) : null;
    }

    /// <summary>Which row it is, from 0.</summary>
    public long Number => _row.Position;

    /// <summary>When it was, by the wall's clock and by that of UTC.</summary>
    public (long Wall, long Utc) ReadTime() => _time();

    /// <summary>Its series.</summary>
    public (string Name, uint Key) ReadSeries() => _series();

    /// <summary>Adds its values to a step.</summary>
    public void AddTo(AlignedStep step, long ticks)
    {
        if (_metric is null)
        {
            for (var i = 0; i < _values.Length; i++)
                Add(i, _values[i]);
            return;
        }
        var metric = _metric();
        if (metric >= 0)
            Add(metric, _values[0]);

        void Add(int column, Action<double[]> read)
        {
            read(_one);
            step.Add(column, _description.Columns[column].Aggregate, _one[0], ticks);
        }
    }

    private Func<int> Metric(DataViewRow row, DataViewSchema.Column column)
    {
        var text = row.GetGetter<ReadOnlyMemory<char>>(column);
        var places = _description.Columns.Select((c, i) => (c.Name, i)).ToDictionary(c => c.Name, c => c.i);
        return () =>
        {
            var value = default(ReadOnlyMemory<char>);
            text(ref value);
            return places.GetValueOrDefault(value.ToString(), -1);
        };
    }

    private static Func<(long Wall, long Utc)> Time(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is DateTimeDataViewType)
        {
            var date = row.GetGetter<DateTime>(column);
            return () =>
            {
                var value = default(DateTime);
                date(ref value);
                return (value.Ticks, value.Ticks);
            };
        }
        var time = row.GetGetter<DateTimeOffset>(column);
        return () =>
        {
            var value = default(DateTimeOffset);
            time(ref value);
            return (value.Ticks, value.UtcTicks);
        };
    }

    private static Func<(string Name, uint Key)> Series(DataViewRow row, DataViewSchema.Column column)
    {
        var name = SeriesCells.Name(row, column, trained: null);
        if (column.Type is not KeyDataViewType)
            return () => (name(), 0u);
        return () =>
        {
            var key = name();
            return (key, uint.Parse(key, CultureInfo.InvariantCulture));
        };
    }
}
