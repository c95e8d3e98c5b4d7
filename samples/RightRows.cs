using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>Which rows a classifier answered rightly.</summary>
internal static class RightRows
{
    /// <summary>Looks at the largest score of each row.</summary>
    /// <param name="scored">Rows with a key in "Label" and a score for each class.</param>
    public static bool[] Of(IDataView scored) =>
    [
        .. scored.GetColumn<uint>("Label").Zip(scored.GetColumn<float[]>("Score"), (label, scores) =>
            Array.IndexOf(scores, scores.Max()) == label - 1),
    ];
}
