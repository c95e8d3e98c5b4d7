using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Audio;

/// <summary>
/// The samples a second of a column, as an annotation: what reads samples of another rate than it was told would be wrong in silence.
/// </summary>
internal static class SampleRates
{
    /// <summary>Fewest samples a second that are read or made.</summary>
    public const int Fewest = 100;

    /// <summary>Most samples a second that are read or made.</summary>
    public const int Most = 1_000_000;

    private const string Name = "SampleRate";

    /// <summary>The annotation, as an estimator promises it.</summary>
    public static SchemaShape.Column Promised { get; } = SchemaShapes.Column(Name, NumberDataViewType.Int32);

    /// <summary>The annotation.</summary>
    /// <param name="rate">Samples a second.</param>
    public static DataViewSchema.Annotations Annotations(int rate)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue(Name, NumberDataViewType.Int32, rate);
        return builder.ToAnnotations();
    }

    /// <summary>Refuses a column that says another rate than is expected.</summary>
    /// <exception cref="InvalidOperationException">It does.</exception>
    public static void Check(DataViewSchema.Column column, int expected)
    {
        if (column.Annotations.Schema.GetColumnOrNull(Name) is not { Type: NumberDataViewType } annotation
            || annotation.Type.RawType != typeof(int))
            return;
        var rate = 0;
        column.Annotations.GetValue(Name, ref rate);
        if (rate != expected)
            throw new InvalidOperationException(
                $"Column '{column.Name}' holds {rate} samples a second, and SampleRate is {expected}; both must be the same. Give "
                    + "LoadAudio and what reads its samples one SampleRate.");
    }
}
