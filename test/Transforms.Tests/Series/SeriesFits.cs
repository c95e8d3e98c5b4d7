using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Series;

/// <summary>Fits operations on series to few rows and reads what comes out.</summary>
internal static class SeriesFits
{
    /// <summary>The numbers of a float column after an operation.</summary>
    public static float[] Column(this IEstimator<ITransformer> estimator, IDataView data, string column) =>
        [.. estimator.Fit(data).Transform(data).GetColumn<float>(column)];

    /// <summary>The vectors of a column after an operation.</summary>
    public static float[][] Vectors(this IEstimator<ITransformer> estimator, IDataView data, string column) =>
        [.. estimator.Fit(data).Transform(data).GetColumn<float[]>(column)];

    /// <summary>A view of rows.</summary>
    public static IDataView View(this MLContext ml, Reading[] rows) => ml.Data.LoadFromEnumerable(rows);

    /// <summary>Names of the slots of a column.</summary>
    public static string[] SlotNames(this DataViewSchema.Column column)
    {
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
