using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>The handwritten digits, read once and kept in memory, so that workloads time the training and not the text file.</summary>
internal static class DigitRows
{
    public const int Count = 1797;

    /// <summary>Pixels in [0, 1] under "Features", the digit as a key under "Label".</summary>
    public static IDataView Load(MLContext ml)
    {
        var rows = ml.Data.LoadFromTextFile<Digit>(RepositoryFiles.Data("digits.csv"), separatorChar: ',', hasHeader: true);
        var pipeline = ml.Transforms.NormalizeMinMax("Features").Append(ml.Transforms.Conversion.MapValueToKey("Label"));
        return ml.Data.Cache(pipeline.Fit(rows).Transform(rows));
    }

    internal sealed class Digit
    {
        [LoadColumn(0, 63), VectorType(64)]
        public float[] Features { get; set; } = [];

        [LoadColumn(64)]
        public float Label { get; set; }
    }
}
