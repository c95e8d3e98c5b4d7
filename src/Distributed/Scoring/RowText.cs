using System.Globalization;
using System.Text;
using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Distributed;

/// <summary>
/// Writes columns of a row as a line of text, in the invariant culture: vectors of one size as as many values, others as one with spaces;
/// keys as the values behind them, where these are known; missing numbers and keys as nothing.
/// </summary>
internal sealed class RowText
{
    private readonly List<Action<StringBuilder>> _writers = [];
    private readonly StringBuilder _line = new();
    private readonly char _separator;

    /// <param name="row">Where the values are read.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="separator">What stands between two values.</param>
    public RowText(DataViewRow row, IEnumerable<DataViewSchema.Column> columns, char separator)
    {
        _separator = separator;
        foreach (var column in columns)
            _writers.Add(RawType.Visit(
                ((column.Type as VectorDataViewType)?.ItemType ?? column.Type).RawType, new Writing(this, row, column)));
    }

    /// <summary>The names that stand above the values.</summary>
    public static string Header(IEnumerable<DataViewSchema.Column> columns, char separator) => string.Join(
        separator, columns.SelectMany(column => column.Type is VectorDataViewType { IsKnownSize: true } vector
            ? Enumerable.Range(0, vector.Size).Select(slot => string.Create(CultureInfo.InvariantCulture, $"{column.Name}.{slot}"))
            : [column.Name]).Select(name => Quoted(name, separator)));

    /// <summary>The line of the row that the cursor stands on.</summary>
    public string Line()
    {
        _line.Clear();
        for (var i = 0; i < _writers.Count; i++)
        {
            if (i > 0)
                _line.Append(_separator);
            _writers[i](_line);
        }
        return _line.ToString();
    }

    private static string Quoted(string text, char separator) =>
        text.AsSpan().IndexOfAny([separator, '"', '\n', '\r']) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text<T>(T value) => value switch
    {
        float.NaN or double.NaN => "",
        bool flag => flag ? "1" : "0",
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    private sealed class Writing(RowText owner, DataViewRow row, DataViewSchema.Column column) : IRawTypeVisitor<Action<StringBuilder>>
    {
        public Action<StringBuilder> Visit<T>()
        {
            var type = (column.Type as VectorDataViewType)?.ItemType ?? column.Type;
            var keys = type is KeyDataViewType ? KeyTexts.Of(column) : null;
            string Plain(T value) => type is not KeyDataViewType ? Text(value)
                : Convert.ToUInt64(value, CultureInfo.InvariantCulture) is not (> 0 and var key) ? ""
                : keys is null ? Text(key) : keys[key - 1];
            if (column.Type is not VectorDataViewType vector)
            {
                var getter = row.GetGetter<T>(column);
                var one = default(T)!;
                return line =>
                {
                    getter(ref one);
                    line.Append(Quoted(Plain(one), owner._separator));
                };
            }
            var getMany = row.GetGetter<VBuffer<T>>(column);
            var many = default(VBuffer<T>);
            return line =>
            {
                getMany(ref many);
                // of any length: one cell, quoted as a whole
                if (vector.IsKnownSize)
                    line.AppendJoin(owner._separator, many.DenseValues().Select(value => Quoted(Plain(value), owner._separator)));
                else
                    line.Append(Quoted(string.Join(' ', many.DenseValues().Select(Plain)), owner._separator));
            };
        }
    }
}
