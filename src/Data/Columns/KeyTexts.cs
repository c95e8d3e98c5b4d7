using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Reads the values behind the keys of a column.</summary>
internal static class KeyTexts
{
    /// <summary>The values in key order, as invariant text; null if the column has none.</summary>
    public static string[]? Of(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull("KeyValues") is not { Type: VectorDataViewType vector })
            return null;
        var read = typeof(KeyTexts).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!;
        return (string[])read.MakeGenericMethod(vector.ItemType.RawType).Invoke(null, [column.Annotations])!;
    }

    private static string[] Read<TItem>(DataViewSchema.Annotations annotations)
    {
        var values = default(VBuffer<TItem>);
        annotations.GetValue("KeyValues", ref values);
        return [.. values.DenseValues().Select(Print)];
    }

    private static string Print<TItem>(TItem value) => value switch
    {
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value!.ToString()!,
    };
}
