using System.Numerics;
using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Reports;

/// <summary>What the rows that came in are like.</summary>
internal static class DataSection
{
    /// <summary>A line for each column: its type, and of numbers what they range over.</summary>
    public static IEnumerable<object> Write(IDataView data)
    {
        DataViewSchema.Column[] columns = [.. data.Schema.Where(column => !column.IsHidden)];
        using var cursor = data.GetRowCursor(columns);
        var facts = columns.Select(column => Facts.Of(cursor, column)).ToArray();
        var rows = 0L;
        while (cursor.MoveNext())
        {
            rows++;
            foreach (var fact in facts)
                fact?.Take();
        }
        yield return Html.Text($"{Html.Count(rows)} rows were read.");
        yield return Html.Table(
            ["column", "type", "missing", "mean", "deviation", "smallest", "largest"],
            columns.Zip(facts, (column, fact) => (string[])[column.Name, $"{column.Type}", .. fact?.Texts() ?? ["", "", "", "", ""]]));
    }

    // The numbers of a column, all slots of a vector together.
    private sealed class Facts(Action<Facts> read)
    {
        private long _missing;
        private long _count;
        private double _mean;
        private double _squares;
        private double _smallest = double.PositiveInfinity;
        private double _largest = double.NegativeInfinity;

        public static Facts? Of(DataViewRow row, DataViewSchema.Column column)
        {
            var item = column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
            return item is NumberDataViewType ? RawType.VisitNumber(item.RawType, new Reading(row, column)) : null;
        }

        public void Take() => read(this);

        public void Add(double value)
        {
            if (double.IsNaN(value))
            {
                _missing++;
                return;
            }
            _count++;
            var off = value - _mean;
            _mean += off / _count; // Welford
            _squares += off * (value - _mean);
            (_smallest, _largest) = (Math.Min(_smallest, value), Math.Max(_largest, value));
        }

        public string[] Texts() => _count == 0
            ? [Html.Count(_missing), "-", "-", "-", "-"]
            :
            [
                Html.Count(_missing), Html.Number(_mean), Html.Number(Math.Sqrt(_squares / _count)), Html.Number(_smallest),
                Html.Number(_largest),
            ];
    }

    private sealed class Reading(DataViewRow row, DataViewSchema.Column column) : IRawNumberVisitor<Facts>
    {
        public Facts Visit<T>()
            where T : struct, INumber<T>
        {
            if (column.Type is not VectorDataViewType)
            {
                var (getter, value) = (row.GetGetter<T>(column), default(T));
                return new Facts(facts =>
                {
                    getter(ref value);
                    facts.Add(double.CreateSaturating(value));
                });
            }
            var (read, buffer) = (row.GetGetter<VBuffer<T>>(column), default(VBuffer<T>));
            return new Facts(facts =>
            {
                read(ref buffer);
                foreach (var value in buffer.DenseValues())
                    facts.Add(double.CreateSaturating(value));
            });
        }
    }
}
