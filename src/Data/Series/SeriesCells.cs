using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Reads what tells of a row which series it belongs to, and when it was.</summary>
internal static class SeriesCells
{
    private const ulong MostNames = 1_000_000; // hashed keys can have a value for each of billions of slots

    /// <summary>Whether a type tells when a row was.</summary>
    public static bool IsTime(DataViewType type) => type is DateTimeDataViewType or DateTimeOffsetDataViewType;

    /// <summary>Whether a type tells to which series a row belongs.</summary>
    public static bool IsSeries(DataViewType type) =>
        type is TextDataViewType || (type is KeyDataViewType && type.RawType == typeof(uint));

    /// <summary>The values behind the keys of a column, in key order; null if there are no keys, no values, or very many.</summary>
    public static string[]? NamesOf(DataViewSchema.Column column) =>
        column.Type is KeyDataViewType { Count: <= MostNames } ? KeyTexts.Of(column) : null;

    /// <summary>A function that reads ticks at the row's current position.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">Date and time, with or without an offset.</param>
    /// <param name="clock">
    /// Of times with an offset: the ticks from UTC to the clock by which all are read; null reads each by the clock of its own offset.
    /// </param>
    public static Func<long> Ticks(DataViewRow row, DataViewSchema.Column column, long? clock)
    {
        if (column.Type is DateTimeDataViewType)
        {
            var date = row.GetGetter<DateTime>(column);
            return () =>
            {
                var value = default(DateTime);
                date(ref value);
                return value.Ticks;
            };
        }
        var time = row.GetGetter<DateTimeOffset>(column);
        return () =>
        {
            var value = default(DateTimeOffset);
            time(ref value);
            return clock is { } fixedClock ? value.UtcTicks + fixedClock : value.Ticks;
        };
    }

    /// <summary>A function that reads the series' name at the row's current position.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">Text, or a key of uint.</param>
    /// <param name="trained">
    /// The values behind the keys in training, which hold where the column has none of its own; null to print the keys' numbers.
    /// </param>
    /// <exception cref="InvalidOperationException">A key is missing, or beyond those of training.</exception>
    public static Func<string> Name(DataViewRow row, DataViewSchema.Column column, string[]? trained)
    {
        if (column.Type is TextDataViewType)
        {
            var text = row.GetGetter<ReadOnlyMemory<char>>(column);
            return () =>
            {
                var value = default(ReadOnlyMemory<char>);
                text(ref value);
                return value.ToString();
            };
        }
        var key = row.GetGetter<uint>(column);
        var names = trained is null ? null : NamesOf(column) ?? trained; // keys that were made anew may be in another order
        return () =>
        {
            var value = 0u;
            key(ref value);
            if (value == 0)
                throw new InvalidOperationException(
                    $"Series column '{column.Name}' is missing in row {row.Position} (counted from 0): empty, or of a value that was not "
                        + "there when the keys were made. Filter such rows first.");
            if (value > names?.Length)
                throw new InvalidOperationException(
                    $"Series column '{column.Name}' has key {value} in row {row.Position} (counted from 0); it must be in [1, "
                        + $"{names.Length}], as in training.");
            return names?[value - 1] ?? value.ToString(CultureInfo.InvariantCulture);
        };
    }
}
