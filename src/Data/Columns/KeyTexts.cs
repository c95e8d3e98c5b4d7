using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Reads the values behind the keys of a column.</summary>
internal static class KeyTexts
{
    /// <summary>The values in key order, as invariant text; null if the column has none.</summary>
    public static string[]? Of(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(AnnotationNames.KeyValues) is not { Type: VectorDataViewType vector })
            return null;
        return RawType.Visit(vector.ItemType.RawType, new Reading(column.Annotations));
    }

    private static string Print<TItem>(TItem value) => value switch
    {
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value!.ToString()!,
    };

    private sealed class Reading(DataViewSchema.Annotations annotations) : IRawTypeVisitor<string[]>
    {
        public string[] Visit<T>()
        {
            var values = default(VBuffer<T>);
            annotations.GetValue(AnnotationNames.KeyValues, ref values);
            return [.. values.DenseValues().Select(Print)];
        }
    }
}
